/** Reads and hashes the files of a downloaded archive on all cores. */
import { availableParallelism } from 'node:os';
import { once } from '../../concurrency/once.ts';
import type { FileDigest, FileDigester } from '../../proof/digest-files.ts';
import { sealedContainers } from '../../proof/sealed-path.ts';
import { type DigestTask, digestFolderFiles } from './digest-folder-files.ts';
import { containerFolder } from './folder-held-files.ts';
import { makeWorkerPool } from './worker-pool.ts';

/** This many files are read before a thread would have started. */
const firstFiles = 100;

export function makeFolderDigester(path: string, threads = availableParallelism()): FileDigester {
  const pool = makeWorkerPool<DigestTask, FileDigest[]>('digest-worker', threads);
  const roots = once(async () => {
    const all = sealedContainers.map(async (name) => [name, await containerFolder(path, name)] as const);
    return Object.fromEntries(await Promise.all(all));
  });
  let begun = 0;
  return {
    // One task waits while one is at work.
    atOnce: 2 * threads,
    batchFiles: 64,
    async digest(files) {
      begun += files.length;
      const task = { roots: await roots(), files };
      return begun <= firstFiles || threads < 2 ? digestFolderFiles(task) : pool.run(task);
    },
    close: pool.close,
  };
}
