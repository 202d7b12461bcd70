/** A machine without a browser: the tests of the readers' pages are left out, and one line says so. */
import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

const root = new URL('../..', import.meta.url).pathname;

test('npm test says in one line that browser tests did not run, how to get a browser, and passes', async () => {
  const { exitCode, output } = await runBrowserTests({ CHROMIUM: '/nowhere/chromium' });
  expect(output).toMatch(/^0 passed, 0 failed, [1-9]\d* skipped$/m);
  expect(output.split('\n').filter((line) => line.startsWith('No browser'))).toEqual([
    expect.stringMatching(/^No browser: [1-9]\d* tests .* did not run\. Install one .*CHROMIUM\.$/),
  ]);
  expect(exitCode).toBe(0);
});

/** All of test/browser, as `npm test` runs it. */
function runBrowserTests(env: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const words = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    'test/browser/',
  ];
  return new Promise((resolve) => {
    // As a process of its own: Jest reads its settings from the environment.
    execFile(
      'env',
      [...Object.entries(env).map(([name, value]) => `${name}=${value}`), process.execPath, ...words],
      { cwd: root },
      (error, stdout, stderr) => {
        resolve({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr });
      },
    );
  });
}
