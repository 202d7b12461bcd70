/** What 100 readers of a large meeting hold in memory at once. */
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import { deployedNodeOptions } from '../deployed-node.ts';
import type { Measured } from '../figures.ts';
import { startWorker } from '../processes.ts';
import { median } from '../statistics.ts';
import type { ReaderArchive } from './reader-archive.ts';
import type { ReadersTask } from './worker/task.ts';

const worker = fileURLToPath(new URL('worker/main.ts', import.meta.url));

/** Each round in a fresh process. */
export async function measureMemory(bench: Bench, archive: ReaderArchive): Promise<Measured[]> {
  const { azurite, tenantId, meeting } = archive;
  const [smallCall] = archive.smallCalls;
  const { connectionString } = azurite;
  const task: ReadersTask = { connectionString, tenantId, smallCall: smallCall.callId, call: meeting.callId };
  const rounds: number[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
    const readers = await startWorker<ReadersTask, number>(worker, task, deployedNodeOptions);
    rounds.push((await readers.run()) / 1e6);
    await readers.stop();
    bench.say(`100 readers: ${rounds.at(-1)?.toFixed(0)} MB over idle`);
  }
  return [{ figure: 'reader-memory', value: median(rounds), rounds }];
}
