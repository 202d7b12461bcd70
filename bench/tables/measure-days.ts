/** What the tables of a day cost, in CPU, in memory and in bytes, beside unpacking and parsing the same files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, roundsOf } from '../bench.ts';
import { deployedNodeOptions } from '../deployed-node.ts';
import type { Measured } from '../figures.ts';
import { runRounds } from '../rounds.ts';
import { startBundled } from '../start-bundled.ts';
import { median, ratios } from '../statistics.ts';
import type { TablesAnswer, TablesTask } from './worker/task.ts';
import { writeDay } from './write-day.ts';

const bytesInMegabyte = 1e6;

export async function measureDays(bench: Bench): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    const calls = bench.quick ? 500 : 10_000;
    const day = join(folder, 'day');
    const packedBytes = await writeDay(day, calls);
    bench.say(`a day of ${calls} calls is in a folder`);
    const cpu = await measureCpu(day, packedBytes, bench);
    const ofDay = await measureMemory({ kind: 'make', folder: day, parts: 1 }, bench, 3);
    return [
      ...cpu,
      ...(await measureLargePart(folder, calls, bench)),
      ...(await measureGrowth(folder, calls, ofDay, bench)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureCpu(folder: string, packedBytes: number, bench: Bench): Promise<Measured[]> {
  const start = (kind: TablesTask['kind']) => startBundled('tablesWorker', { kind, folder, parts: 1 });
  const [parsing, making] = await Promise.all([start('parse'), start('make')]);
  let tableBytes = 0;
  const measure = (worker: typeof making, name: string) => async () => {
    const { cpuMs, tableBytes: bytes } = await worker.run();
    bench.say(`${name} ${cpuMs.toFixed(0)} ms CPU`);
    if (worker === making) tableBytes = bytes;
    return cpuMs;
  };
  const costs = await runRounds(
    { parse: measure(parsing, 'parse'), make: measure(making, 'make') },
    roundsOf(bench, 5),
  );
  await Promise.all([parsing.stop(), making.stop()]);
  const overParse = ratios(costs.make, costs.parse);
  return [
    { figure: 'tables-cpu', value: median(overParse), rounds: overParse, floor: costs.parse },
    { figure: 'tables-bytes', value: tableBytes / packedBytes },
  ];
}

async function measureLargePart(folder: string, calls: number, bench: Bench): Promise<Measured[]> {
  const large = join(folder, 'large');
  await writeDay(large, 2 * calls, { meetingSessions: calls });
  const peaks = await measureMemory({ kind: 'make', folder: large, parts: 1 }, bench, 2);
  return [{ figure: 'tables-memory', value: median(peaks), rounds: peaks }];
}

/** Ten times as many calls make 16 parts of a day. */
async function measureGrowth(
  folder: string,
  calls: number,
  ofDay: readonly number[],
  bench: Bench,
): Promise<Measured[]> {
  const larger = join(folder, 'larger');
  await writeDay(larger, 10 * calls);
  const [peak = Number.NaN] = await measureMemory({ kind: 'make', folder: larger, parts: 16 }, bench, 1);
  return [{ figure: 'tables-growth', value: peak / median(ofDay) }];
}

/** Megabytes over idle, of fresh processes. */
async function measureMemory(task: TablesTask, bench: Bench, processes: number): Promise<number[]> {
  const peaks: number[] = [];
  for (let round = 0; round < (bench.quick ? 1 : processes); round += 1) {
    const worker = await startBundled('tablesWorker', task, deployedNodeOptions);
    const { records, overIdleBytes }: TablesAnswer = await worker.run();
    await worker.stop();
    bench.say(
      `${records} calls in ${task.parts} parts: ${(overIdleBytes / bytesInMegabyte).toFixed(0)} MB over idle`,
    );
    peaks.push(overIdleBytes / bytesInMegabyte);
  }
  return peaks;
}
