/** The sides run from a bundle that is made as the app's is, once in a run of the benchmark. */
import { buildBench } from '../../local/build.ts';
import { startWorker, type Worker } from '../processes.ts';
import type { SideAnswer, SideTask } from './side.ts';

let built: ReturnType<typeof buildBench> | undefined;

export async function startSide(
  task: SideTask,
  nodeOptions: readonly string[] = [],
): Promise<Worker<SideAnswer>> {
  built ??= buildBench();
  return startWorker((await built).side, task, nodeOptions);
}
