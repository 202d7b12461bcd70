/** The entry of a worker thread that scans files: tasks arrive as messages, results go back in order. */
import { parentPort } from 'node:worker_threads';
import { type ScanTask, scanFiles } from './scan-files.ts';

parentPort?.on('message', async (task: ScanTask) => parentPort?.postMessage(await scanFiles(task)));
