/** A process of the benchmark of tables: at each message it does its work once and says what it cost. */
import { readMemory, resetPeak } from '../../memory-use.ts';
import { makeTables } from './make-tables.ts';
import { parseRecords } from './parse-records.ts';
import type { TablesAnswer, TablesTask } from './task.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as TablesTask;

process.on('message', () => void run().then((answer) => process.send?.(answer)));
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function run(): Promise<TablesAnswer> {
  resetPeak();
  const { rssBytes } = readMemory();
  const before = process.cpuUsage();
  const made =
    task.kind === 'make' ? await makeTables(task) : { records: parseRecords(task.folder), tableBytes: 0 };
  const { user, system } = process.cpuUsage(before);
  return { ...made, cpuMs: (user + system) / 1000, overIdleBytes: readMemory().peakBytes - rssBytes };
}
