/** Makes the local index of a downloaded folder, or brings it up to date: only days whose files changed are read. */
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dirname } from 'node:path/posix';
import type { Problem, ReadingReport } from '../../ports/call-archive.ts';
import { type FolderOptions, findPlace } from './folder-archive.ts';
import { type DayFolder, listDayFolders } from './folder-layout.ts';
import {
  lastChange,
  listIndexedDays,
  readIndexedFiles,
  removeDayIndex,
  writeDayIndex,
} from './local-index.ts';
import { scanDays } from './scan-days.ts';

export interface FolderIndexCounts {
  /** Days whose files were as they had been. */
  unchanged: number;
  /** Days that were read. */
  read: number;
  /** Days that are there no longer. */
  removed: number;
  /** Records in the days that were read. */
  records: number;
}

interface DayState {
  changed: string;
  files: string;
}

/** Problems are reported, and kept in the index: a search says them again. The file system's own errors pass through. */
export async function indexFolder(
  path: string,
  report: ReadingReport,
  { threads }: FolderOptions = {},
): Promise<FolderIndexCounts> {
  const { root, tenantFolder, manifest } = await findPlace(path);
  const days = await listDayFolders(root, tenantFolder, {});
  const removed = (await listIndexedDays(root, tenantFolder)).filter(
    (name) => !days.some((day) => day.name === name),
  );
  for (const name of removed) await removeDayIndex(root, name);

  const states = new Map<DayFolder, DayState>();
  for (const day of days) {
    const state = { changed: lastChange(root, day), files: await digestFiles(root, day) };
    const known = readIndexedFiles(root, day);
    if (known?.files !== state.files || known.changed !== state.changed) states.set(day, state);
  }

  const problems = new Map<string, Problem[]>();
  const collecting: ReadingReport = {
    ...report,
    problem(problem) {
      report.problem(problem);
      const name = dirname(problem.where);
      problems.set(name, [...(problems.get(name) ?? []), problem]);
    },
  };
  const changed = [...states.keys()];
  let records = 0;
  for await (const { day, entries } of scanDays(
    { root, days: changed, manifest, threads, afresh: true },
    collecting,
  )) {
    const state = states.get(day);
    if (!state) continue;
    await writeDayIndex(root, day, { ...state, entries, problems: problems.get(day.name) ?? [] });
    problems.delete(day.name);
    records += entries.length;
  }
  return { unchanged: days.length - changed.length, read: changed.length, removed: removed.length, records };
}

/** Another text when a file came, went or changed. */
async function digestFiles(root: string, { name }: DayFolder): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(join(root, name))).sort()) {
    const { size, mtimeNs } = await stat(join(root, name, file), { bigint: true });
    hash.update(`${file} ${size} ${mtimeNs}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}
