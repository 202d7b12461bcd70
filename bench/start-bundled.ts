/**
 * Starts a process in which something is measured. It runs from a bundle that is made as the app's is, once in a run of the
 * benchmark: loading TypeScript instead leaves V8's young generation four times as large, whatever is measured then.
 */
import { buildBench } from '../local/build.ts';
import { once } from '../src/concurrency/once.ts';
import { startWorker, type Worker } from './processes.ts';
import type { ProofAnswer, ProofTask } from './proof/worker/task.ts';
import type { SideAnswer, SideTask } from './side/side.ts';
import type { TablesAnswer, TablesTask } from './tables/worker/task.ts';

/** By the names that the build gives them. */
interface Bundled {
  side: { task: SideTask; answer: SideAnswer };
  proofWorker: { task: ProofTask; answer: ProofAnswer };
  tablesWorker: { task: TablesTask; answer: TablesAnswer };
}

const buildOnce = once(buildBench);

export async function startBundled<Name extends keyof Bundled>(
  name: Name,
  task: Bundled[Name]['task'],
  nodeOptions: readonly string[] = [],
): Promise<Worker<Bundled[Name]['answer']>> {
  return startWorker((await buildOnce())[name], task, nodeOptions);
}
