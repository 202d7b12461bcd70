/** Creates the local index of a downloaded folder, or updates it: only days whose files changed are read. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import type { Problem, ReadingListener } from '../../ports/call-archive.ts';
import type { FolderIndexCounts } from '../../ports/folder-index.ts';
import { checkDayIndex, type DayState, formatDayIndex, replaceState } from './day-index.ts';
import type { FolderOptions } from './folder-archive.ts';
import { type DayFolder, listDayFolders } from './folder-layout.ts';
import { findPlace } from './folder-place.ts';
import {
  dayIndexPath,
  lastChange,
  listIndexedDays,
  localIndexPath,
  manifestStamp,
  readDayState,
  writeDayIndex,
} from './local-index.ts';
import { scanDays } from './scan-days.ts';
import { removeLeftovers } from './whole-file.ts';

/** The listener is told of problems, which are kept in the index for searches. The file system's own errors pass through. */
export async function indexFolder(
  path: string,
  listener: ReadingListener,
  { threads }: FolderOptions = {},
): Promise<FolderIndexCounts> {
  const { root, tenantFolder, manifest } = await findPlace(path);
  const days = await listDayFolders(root, tenantFolder, {}, listener);
  const removed = (await listIndexedDays(root, tenantFolder)).filter(
    (name) => !days.some((day) => day.name === name),
  );
  for (const name of removed) await rm(dayIndexPath(root, name), { force: true });
  await removeLeftovers(localIndexPath(root));

  const states = new Map<DayFolder, DayState>();
  const current = { stamp: manifestStamp(root), manifest: await manifest() };
  for (const day of days) {
    listener.signal?.throwIfAborted();
    const state = await readDayState(root, day, current);
    const known = checkDayIndex(dayIndexPath(root, day.name));
    if (known?.state.files !== state.files || known.state.kept !== state.kept) states.set(day, state);
    else if (known.state.changed !== state.changed || known.state.manifest !== state.manifest)
      await writeDayIndex(root, day, replaceState(known.bytes, state));
  }

  const problems = new Map<string, Problem[]>();
  const collecting: ReadingListener = {
    ...listener,
    problem(problem) {
      listener.problem(problem);
      const name = dirname(problem.where);
      problems.set(name, [...(problems.get(name) ?? []), problem]);
    },
  };
  const changed = [...states.keys()];
  let records = 0;
  for await (const { day, entries } of scanDays({ root, days: changed, manifest, threads }, collecting)) {
    const state = states.get(day);
    const result = { entries, problems: problems.get(day.name) ?? [] };
    // A day that changed in the meantime is left to the next run.
    if (state?.changed === lastChange(root, day))
      await writeDayIndex(root, day, formatDayIndex(result, state));
    problems.delete(day.name);
    records += entries.length;
  }
  return { unchanged: days.length - changed.length, read: changed.length, removed: removed.length, records };
}
