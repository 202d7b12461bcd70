/** The entry of a thread that scans files: tasks come as messages, results go back in their order. */
import { parentPort } from 'node:worker_threads';
import { type ScanTask, scanFiles } from './scan-files.ts';

parentPort?.on('message', async (task: ScanTask) => parentPort?.postMessage(await scanFiles(task)));
