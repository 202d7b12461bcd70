/** `call-archive tables`: makes the tables for analysts from a downloaded folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workAtOnce } from '../../concurrency/work-at-once.ts';
import { chooseDigits, listParts, type PartDigits } from '../../model/day-parts.ts';
import type { TableStore } from '../../ports/table-store.ts';
import { countOf } from '../../reading/count-of.ts';
import type { DayFiles } from '../../tables/day-files.ts';
import { findTableDays } from '../../tables/find-days.ts';
import { findDigits, removeCoarser } from '../../tables/put-part.ts';
import { openDayFiles, type TableDay, type TableTask } from '../../tables/table-task.ts';
import { formatViews, viewsName } from '../../tables/views.ts';
import type { TableMaker } from '../archive/archives.ts';
import { type DayOptions, parseDays } from '../dates/parse-days.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener, type WorkListener } from '../output/work-listener.ts';
import type { World } from '../world.ts';

export interface TablesOptions extends DayOptions {
  path: string;
  into: string;
}

/** A day with the way in which its files are cut. */
interface PlannedDay {
  day: string;
  digits: PartDigits;
}

export async function runTables(options: TablesOptions, world: World): Promise<ExitName> {
  const { path, into } = options;
  const range = parseDays(options, world.now());
  await mkdir(into, { recursive: true });
  const [files, store] = await Promise.all([
    world.archives.openHeldFiles({ kind: 'folder', path }),
    world.archives.openTables(into),
  ]);
  const listener = makeWorkListener(world);
  const maker = await world.archives.openTableMaker({ path, into });
  try {
    const days = await findTableDays(files, range);
    if (days.length === 0) {
      tell(world, 'There are no calls and no call reports of these days in the folder.\n');
      return 'not-found';
    }
    const planned: PlannedDay[] = [];
    const tasks = planTasks(days, store, (day) => openDayFiles(day, files), planned);
    const counts = await runTasks(tasks, maker, listener);
    for (const { day, digits } of planned) await removeCoarser(day, digits, store);
    await writeFile(join(into, viewsName), formatViews());
    listener.clear();
    tell(
      world,
      `${countOf(days.length, 'day')}: ${countOf(counts.made, 'part')} made, ${counts.current} up to date; ${countOf(counts.damaged, 'file')} unreadable.\n`,
    );
    return listener.exit();
  } catch (error) {
    if (world.signal.aborted) tell(world, 'What was made is kept: repeat the command to resume.\n');
    throw error;
  } finally {
    listener.clear();
    await maker.close();
  }
}

async function* planTasks(
  days: readonly TableDay[],
  store: TableStore,
  open: (day: TableDay) => Promise<DayFiles>,
  planned: PlannedDay[],
): AsyncGenerator<{ task: TableTask; records: number }> {
  for (const day of days) {
    const source = await open(day);
    const count = await source.countRecords();
    const digits = chooseDigits(count, await findDigits(day.day, store));
    planned.push({ day: day.day, digits });
    for (const part of [...listParts(digits), 'reports' as const])
      yield { task: { ...day, part }, records: Math.ceil(count / 16 ** digits) };
  }
}

async function runTasks(
  tasks: AsyncIterable<{ task: TableTask; records: number }>,
  maker: TableMaker,
  listener: WorkListener,
): Promise<{ made: number; current: number; damaged: number }> {
  const counts = { made: 0, current: 0, damaged: 0 };
  await workAtOnce(tasks, maker.threads, async ({ task, records }) => {
    listener.signal.throwIfAborted();
    const { outcome, damaged, problems } = await maker.run(task, records);
    for (const { where, why } of problems) listener.problem({ kind: 'damaged', where, why });
    counts[outcome === 'made' ? 'made' : 'current'] += 1;
    counts.damaged += damaged;
    listener.progress?.({ done: counts.made + counts.current, what: `parts, up to ${task.day}` });
  });
  return counts;
}
