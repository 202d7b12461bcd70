/** Scans files on all cores with a pool of worker threads. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ScanResult, type ScanTask, scanFiles } from './scan-files.ts';

export interface ScanPool {
  /** As many tasks keep every core busy. */
  readonly threads: number;
  scan(task: ScanTask): Promise<ScanResult>;
  close(): Promise<void>;
}

/** This many files are read before a thread would have started. */
const firstFiles = 100;

/** A separate module beside the bundle, or beside this file when nothing is bundled. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const entry = new URL(`./scan-worker.${extension}`, import.meta.url);

/** Threads start on demand. */
export function makeScanPool(threads = availableParallelism()): ScanPool {
  const all: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let files = 0;

  async function takeWorker(): Promise<Worker> {
    const free = idle.pop();
    if (free) return free;
    if (all.length >= threads) return new Promise((resolve) => waiting.push(resolve));
    const worker = new Worker(entry);
    all.push(worker);
    return worker;
  }

  function giveBack(worker: Worker): void {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  }

  return {
    threads,
    async scan(task) {
      files += task.files.length;
      if (files <= firstFiles || threads < 2) return scanFiles(task);
      const worker = await takeWorker();
      const result = await ask(worker, task);
      giveBack(worker);
      return result;
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

async function ask(worker: Worker, task: ScanTask): Promise<ScanResult> {
  const answered = new AbortController();
  const until = { signal: answered.signal };
  worker.postMessage(task);
  try {
    // A thread that fails makes `once` reject; one that exits sends no message.
    return await Promise.race([
      once(worker, 'message', until).then(([result]) => result as ScanResult),
      once(worker, 'exit', until).then(([code]): never => {
        throw new Error(`Scanning files: a thread ended with code ${code}`);
      }),
    ]);
  } finally {
    answered.abort();
  }
}
