/** Goes through the days of a folder, on all cores, and says what the index would say of each. */
import type { CallRow, IndexEntry } from '../../model/call-row.ts';
import type { ReadingListener } from '../../ports/call-archive.ts';
import { type DayFolder, listDayFiles } from './folder-layout.ts';
import type { Manifest } from './manifest.ts';
import type { ScanResult } from './scan-files.ts';
import { makeScanPool, type ScanPool } from './scan-pool.ts';

/** What is known of a day without a look at its files; `undefined` where they must be read. */
export type KnownDays<Row extends CallRow = CallRow> = (
  day: DayFolder,
) => Promise<ScanResult<Row> | undefined>;

export interface DayScan<Row extends CallRow> {
  root: string;
  /** In the order in which they are wanted. */
  days: DayFolder[];
  manifest(): Promise<Manifest>;
  /** Only records that are found by this key count. */
  key?: string | undefined;
  threads?: number | undefined;
  /** Asked first. */
  known?: KnownDays<Row>;
}

export interface ScannedDay<Row> {
  day: DayFolder;
  entries: Row[];
}

/** So many files are one task. */
const filesATask = 64;

/** Day by day in the given order; the ones to come are read meanwhile. */
export async function* scanDays<Row extends CallRow = IndexEntry>(
  scan: DayScan<Row>,
  report: ReadingListener,
): AsyncGenerator<ScannedDay<Row | IndexEntry>> {
  const pool = makeScanPool(scan.threads);
  const ahead: { day: DayFolder; tasks: Promise<ScanResult<Row | IndexEntry>>[] }[] = [];
  const countTasks = () => ahead.reduce((sum, { tasks }) => sum + tasks.length, 0);
  let next = 0;
  try {
    for (let done = 0; done < scan.days.length; done += 1) {
      report.signal?.throwIfAborted();
      while (next < scan.days.length && (ahead.length === 0 || countTasks() < 2 * pool.threads)) {
        const day = scan.days[next++] as DayFolder;
        const tasks = await startDay(day, scan, pool, report);
        // What a task throws is thrown where it is awaited.
        for (const task of tasks) task.catch(() => undefined);
        ahead.push({ day, tasks });
      }
      const current = ahead.shift();
      if (!current) return;
      const results = await Promise.all(current.tasks);
      for (const problem of results.flatMap(({ problems }) => problems)) report.problem(problem);
      yield { day: current.day, entries: results.flatMap(({ entries }) => entries) };
      report.progress?.({ done: done + 1, total: scan.days.length, what: 'days' });
    }
  } finally {
    await pool.close();
  }
}

async function startDay<Row extends CallRow>(
  day: DayFolder,
  scan: DayScan<Row>,
  pool: ScanPool,
  report: ReadingListener,
): Promise<Promise<ScanResult<Row | IndexEntry>>[]> {
  const { root, key } = scan;
  const known = await scan.known?.(day);
  if (known) return [Promise.resolve(known)];
  const blobs = await listDayFiles(root, day, report);
  const kept = (await scan.manifest()).get(day.name);
  const there = new Set(blobs);
  for (const blob of kept?.keys() ?? []) {
    if (!there.has(blob)) report.problem({ kind: 'missing', where: blob, why: 'The manifest names it' });
  }
  const files = blobs.map((blob) => ({ blob, kept: kept?.get(blob) ?? {} }));
  return Array.from({ length: Math.ceil(files.length / filesATask) }, (_, i) =>
    pool.scan({ root, files: files.slice(i * filesATask, (i + 1) * filesATask), ...(key && { key }) }),
  );
}
