/** A process of the benchmark of proof: at each message it does its work once and says what it cost. */
import { readMemory, resetPeak } from '../../memory-use.ts';
import { hashFolder } from './hash-folder.ts';
import { sealDay } from './seal-day.ts';
import type { ProofAnswer, ProofTask } from './task.ts';
import { verifyFolder, verifyQuick } from './verify.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as ProofTask;

process.on('message', () => void run().then((answer) => process.send?.(answer)));
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function run(): Promise<ProofAnswer> {
  resetPeak();
  const { rssBytes } = readMemory();
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const files = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    files,
    cpuMs: (user + system) / 1000,
    tookMs: performance.now() - startedAt,
    overIdleBytes: readMemory().peakBytes - rssBytes,
  };
}

/** Gives how many files it was about. */
async function work(): Promise<number> {
  switch (task.kind) {
    case 'seal':
      return sealDay(task.connectionString, task.day);
    case 'verify-quick':
      return verifyQuick(task.connectionString);
    case 'verify-folder':
      return verifyFolder(task.folder);
    case 'hash-folder':
      return hashFolder(task.folder);
  }
}
