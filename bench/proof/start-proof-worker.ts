/**
 * Starts the processes in which sealing and checking are measured. They run from a bundle that is made as the app's is: loading
 * TypeScript instead leaves V8's young generation four times as large, whatever is measured then.
 */
import { buildBench } from '../../local/build.ts';
import { startWorker, type Worker } from '../processes.ts';
import type { ProofAnswer, ProofTask } from './worker/task.ts';

let built: ReturnType<typeof buildBench> | undefined;

export async function startProofWorker(
  task: ProofTask,
  nodeOptions: readonly string[] = [],
): Promise<Worker<ProofAnswer>> {
  built ??= buildBench();
  return startWorker((await built).proofWorker, task, nodeOptions);
}
