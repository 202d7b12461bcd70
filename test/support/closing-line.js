import { findBrowser } from './find-browser.ts';

/** Ends a test run with plain lines that any continuous integration can read: what was counted, and whether a browser was missing. */
export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, testResults }) {
    const skipped = testResults
      .filter(({ testFilePath }) => testFilePath.includes('/test/browser/'))
      .reduce((sum, file) => sum + file.numPendingTests, 0);
    if (skipped > 0 && findBrowser() === '') {
      process.stdout.write(
        `No browser: ${skipped} tests of the readers' pages did not run. Install one (apt-get install chromium), or name it in CHROMIUM.\n`,
      );
    }
    process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
  }
}
