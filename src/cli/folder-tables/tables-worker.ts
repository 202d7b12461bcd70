/** The entry of a thread that makes tables of a downloaded folder: tasks arrive as messages, results go back in order. */
import { parentPort, workerData } from 'node:worker_threads';
import type { TableTask } from '../../tables/table-task.ts';
import { makeTaskRunner } from './run-folder-task.ts';

const run = makeTaskRunner(workerData);

parentPort?.on('message', async (task: TableTask) => {
  const answer = await run(task).catch((error: unknown) => ({ error }));
  parentPort?.postMessage(answer);
});
