/** The entry of a worker thread that hashes files: tasks arrive as messages, results go back in order. */
import { parentPort } from 'node:worker_threads';
import { type DigestTask, digestFolderFiles } from './digest-folder-files.ts';

parentPort?.on('message', async (task: DigestTask) => parentPort?.postMessage(await digestFolderFiles(task)));
