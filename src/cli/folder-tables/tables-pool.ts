/** Makes tables of a downloaded folder on all cores, a part of a day a thread. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FolderTables, TableMade, TableMaker } from '../archive/archives.ts';
import { makeTaskRunner } from './run-folder-task.ts';

/** This many records are read before a thread would have started. */
const firstRecords = 100;

/** A separate module beside the bundle, or beside this file when nothing is bundled. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const entry = new URL(`./tables-worker.${extension}`, import.meta.url);

/** Threads start on demand, later than at once; no more tasks may run than there are threads. */
export function makeTablesPool(folders: FolderTables, threads = availableParallelism()): TableMaker {
  const all: Worker[] = [];
  const idle: Worker[] = [];
  const runHere = makeTaskRunner(folders);
  let begun = 0;

  function startWorker(): Worker {
    const worker = new Worker(entry, { workerData: folders });
    all.push(worker);
    return worker;
  }

  return {
    threads,
    async run(task, records) {
      begun += records;
      if (begun <= firstRecords || threads < 2) return runHere(task);
      const worker = idle.pop() ?? startWorker();
      const answered = once(worker, 'message');
      worker.postMessage(task);
      const [answer] = (await answered) as [TableMade | { error: unknown }];
      idle.push(worker);
      // An error loses its class and its code on the way: done here, the task fails as it does.
      return 'error' in answer ? runHere(task) : answer;
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
