/** The sides run from a bundle that is made as the app's is, once in a run of the benchmark. */
import { buildSide } from '../../local/build.ts';
import { startWorker, type Worker } from '../processes.ts';
import type { SideAnswer, SideTask } from './side.ts';

let built: Promise<string> | undefined;

export async function startSide(
  task: SideTask,
  nodeOptions: readonly string[] = [],
): Promise<Worker<SideAnswer>> {
  built ??= buildSide();
  return startWorker(await built, task, nodeOptions);
}
