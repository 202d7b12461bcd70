/** Scans files on all cores with a pool of worker threads. */
import { availableParallelism } from 'node:os';
import { type ScanResult, type ScanTask, scanFiles } from './scan-files.ts';
import { makeWorkerPool } from './worker-pool.ts';

export interface ScanPool {
  /** As many tasks keep every core busy. */
  readonly threads: number;
  scan(task: ScanTask): Promise<ScanResult>;
  close(): Promise<void>;
}

/** This many files are read before a thread would have started. */
const firstFiles = 100;

/** Threads start on demand. */
export function makeScanPool(threads = availableParallelism()): ScanPool {
  const pool = makeWorkerPool<ScanTask, ScanResult>('scan-worker', threads);
  let files = 0;
  return {
    threads,
    async scan(task) {
      files += task.files.length;
      return files <= firstFiles || threads < 2 ? scanFiles(task) : pool.run(task);
    },
    close: pool.close,
  };
}
