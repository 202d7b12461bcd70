/** The processes in which tables are measured run from a bundle that is made as the app's is. */
import { buildBench } from '../../local/build.ts';
import { startWorker, type Worker } from '../processes.ts';
import type { TablesAnswer, TablesTask } from './worker/task.ts';

let built: ReturnType<typeof buildBench> | undefined;

export async function startTablesWorker(
  task: TablesTask,
  nodeOptions: readonly string[] = [],
): Promise<Worker<TablesAnswer>> {
  built ??= buildBench();
  return startWorker((await built).tablesWorker, task, nodeOptions);
}
