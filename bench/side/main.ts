/** One side of a comparison as a process of its own: at each message it does its work once and says what it cost. */
import { createHash } from 'node:crypto';
import { makeFloor } from '../floor.ts';
import { readMemory, resetPeak } from '../memory-use.ts';
import { makeNaive } from '../naive.ts';
import { makeOurs } from '../ours.ts';
import { makeVerdicts } from '../verdicts.ts';
import type { Side, SideAnswer, SideTask } from './side.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as SideTask;
const side = await makeSide(task);

process.on('message', () => void run().then((answer) => process.send?.(answer)));
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function makeSide({ side, origin, calls, atOnce, storage }: SideTask): Promise<Side> {
  switch (side) {
    case 'floor':
      return makeFloor(origin, calls);
    case 'naive':
      return makeNaive(origin, calls, atOnce);
    case 'verdicts':
      return makeVerdicts(origin, calls);
    case 'ours':
    case 'ours-stored':
      return makeOurs(origin, calls, atOnce, storage);
  }
}

async function run(): Promise<SideAnswer> {
  resetPeak();
  const { rssBytes: idleBytes } = readMemory();
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { hashes, ...outcome } = await side.run();
  const used = process.cpuUsage(before);
  return {
    cpuMs: (used.user + used.system) / 1000,
    tookMs: performance.now() - startedAt,
    idleBytes,
    peakBytes: readMemory().peakBytes,
    ...outcome,
    hash: hashes.length > 0 ? createHash('sha256').update(hashes.sort().join()).digest('hex') : undefined,
  };
}
