/** Worker threads that take tasks as messages and answer each with one; they start on demand. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface WorkerPool<Task, Result> {
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/** Separate modules beside the bundle, or beside this file when nothing is bundled. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** `name`: of the module that a thread runs, such as `scan-worker`. */
export function makeWorkerPool<Task, Result>(name: string, threads: number): WorkerPool<Task, Result> {
  const entry = new URL(`./${name}.${extension}`, import.meta.url);
  const all: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];

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
    async run(task) {
      const worker = await takeWorker();
      const result = await ask<Task, Result>(worker, task);
      giveBack(worker);
      return result;
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

async function ask<Task, Result>(worker: Worker, task: Task): Promise<Result> {
  const answered = new AbortController();
  const until = { signal: answered.signal };
  worker.postMessage(task);
  try {
    // A thread that fails makes `once` reject; one that exits sends no message.
    return await Promise.race([
      once(worker, 'message', until).then(([result]) => result as Result),
      once(worker, 'exit', until).then(([code]): never => {
        throw new Error(`Reading files: a thread ended with code ${code}`);
      }),
    ]);
  } finally {
    answered.abort();
  }
}
