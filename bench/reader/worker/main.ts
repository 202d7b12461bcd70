/** A process that serves the readers' pages: at each message 100 readers open the same call at once. */
import { servePages } from '../../../test/support/served-pages.ts';
import { readMemory, resetPeak } from '../../memory-use.ts';
import { getPage } from '../get-page.ts';
import type { ReadersTask } from './task.ts';

const readers = 100;

const { connectionString, tenantId, smallCall, call } = JSON.parse(process.argv[2] ?? '{}') as ReadersTask;
const served = servePages(connectionString, { tenantId });
// What is loaded with the first page is there when readers come.
await getPage(served, `/calls/${smallCall}`);

process.on('message', () => void run().then((overIdleBytes) => process.send?.(overIdleBytes)));
process.once('disconnect', () => process.exit());
process.send?.('ready');

/** Gives the peak over idle. */
async function run(): Promise<number> {
  resetPeak();
  const { rssBytes } = readMemory();
  // Each answer is dropped as soon as it is there, as it would be sent.
  await Promise.all(
    Array.from({ length: readers }, () => getPage(served, `/calls/${call}`).then(() => undefined)),
  );
  return readMemory().peakBytes - rssBytes;
}
