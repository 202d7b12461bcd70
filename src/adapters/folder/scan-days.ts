/** Reads the days of a folder on all cores and makes the index entries of each. */
import type { CallRow, IndexEntry } from '../../model/call-row.ts';
import type { FindBy } from '../../model/index-rows.ts';
import type { ReadingListener } from '../../ports/call-archive.ts';
import { type DayFolder, listDayFiles } from './folder-layout.ts';
import type { Manifest } from './manifest.ts';
import type { ScanResult } from './scan-files.ts';
import { makeScanPool, type ScanPool } from './scan-pool.ts';

/** The entries of a day without reading its files; `undefined` if they must be read. */
export type KnownDays<Row extends CallRow = CallRow> = (
  day: DayFolder,
) => Promise<ScanResult<Row> | undefined>;

export interface DayScan<Row extends CallRow> {
  root: string;
  /** In the wanted order. */
  days: DayFolder[];
  manifest(): Promise<Manifest>;
  /** Only records with this key. */
  by?: FindBy | undefined;
  threads?: number | undefined;
  /** Tried first. */
  known?: KnownDays<Row>;
}

export interface ScannedDay<Row> {
  day: DayFolder;
  entries: Row[];
}

/** Files of one task. */
const filesATask = 64;

/** Day by day in the given order; the next ones are read ahead. */
export async function* scanDays<Row extends CallRow = IndexEntry>(
  scan: DayScan<Row>,
  listener: ReadingListener,
): AsyncGenerator<ScannedDay<Row | IndexEntry>> {
  const pool = makeScanPool(scan.threads);
  const ahead: { day: DayFolder; tasks: Promise<ScanResult<Row | IndexEntry>>[] }[] = [];
  const countTasks = () => ahead.reduce((sum, { tasks }) => sum + tasks.length, 0);
  let next = 0;
  try {
    for (let done = 0; done < scan.days.length; done += 1) {
      listener.signal?.throwIfAborted();
      while (next < scan.days.length && (ahead.length === 0 || countTasks() < 2 * pool.threads)) {
        const day = scan.days[next++] as DayFolder;
        const tasks = await startDay(day, scan, pool, listener);
        // Errors surface at the await below.
        for (const task of tasks) task.catch(() => undefined);
        ahead.push({ day, tasks });
      }
      const current = ahead.shift();
      if (!current) return;
      const results = await Promise.all(current.tasks);
      for (const problem of results.flatMap(({ problems }) => problems)) listener.problem(problem);
      yield { day: current.day, entries: results.flatMap(({ entries }) => entries) };
      listener.progress?.({ done: done + 1, total: scan.days.length, what: 'days' });
    }
  } finally {
    await pool.close();
  }
}

async function startDay<Row extends CallRow>(
  day: DayFolder,
  scan: DayScan<Row>,
  pool: ScanPool,
  listener: ReadingListener,
): Promise<Promise<ScanResult<Row | IndexEntry>>[]> {
  const { root, by } = scan;
  const known = await scan.known?.(day);
  if (known) return [Promise.resolve(known)];
  const blobs = await listDayFiles(root, day, listener);
  const kept = (await scan.manifest()).get(day.name);
  const there = new Set(blobs);
  for (const blob of kept?.keys() ?? []) {
    if (!there.has(blob)) listener.problem({ kind: 'missing', where: blob, why: 'The manifest names it' });
  }
  const files = blobs.map((blob) => ({ blob, kept: kept?.get(blob) ?? {} }));
  return Array.from({ length: Math.ceil(files.length / filesATask) }, (_, i) =>
    pool.scan({ root, files: files.slice(i * filesATask, (i + 1) * filesATask), ...(by && { by }) }),
  );
}
