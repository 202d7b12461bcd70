/** Starts the processes in which sealing and checking are measured. */
import { fileURLToPath } from 'node:url';
import { startWorker, type Worker } from '../processes.ts';
import type { ProofAnswer, ProofTask } from './worker/task.ts';

const path = fileURLToPath(new URL('worker/main.ts', import.meta.url));

export function startProofWorker(
  task: ProofTask,
  nodeOptions: readonly string[] = [],
): Promise<Worker<ProofAnswer>> {
  return startWorker(path, task, nodeOptions);
}
