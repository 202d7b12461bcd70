/** Brings one part of a day's tables up to date: nothing is written where its files are as they must be. */
import { digitsOf, listParts, parseTablePart, tablePath, tablePrefix } from '../model/day-parts.ts';
import type { TableMarks, TableStore } from '../ports/table-store.ts';
import { type MadeTable, type MakingPart, makeCallTables, makeReportTables } from './make-part.ts';
import { tablesSchema } from './schema/schema-mark.ts';
import { callTables, reportTables } from './schema/tables.ts';

/**
 * - `made`: files were written.
 * - `current`: they were there already.
 * - `newer`: they are there, made from a later seal.
 */
export interface PutOutcome {
  outcome: 'made' | 'current' | 'newer';
  records: number;
  damaged: number;
  sizeBytes: number;
}

const nothing = { records: 0, damaged: 0, sizeBytes: 0 };
const callTableNames = Object.values(callTables).map(({ name }) => name);
const reportTableNames = Object.values(reportTables).map(({ name }) => name);

export async function putCallTables(
  part: number,
  store: TableStore,
  making: MakingPart,
): Promise<PutOutcome> {
  const found = await look(callTableNames, part, store, making);
  if (found) return { outcome: found, ...nothing };
  const { tables, records, damaged } = await makeCallTables(part, making);
  return { ...(await putTables(tables, part, store, making)), records, damaged };
}

/** They are in one part, however many the calls have. */
export async function putReportTables(store: TableStore, making: MakingPart): Promise<PutOutcome> {
  const found = await look(reportTableNames, 0, store, making);
  if (found) return { outcome: found, ...nothing };
  const { tables, damaged } = await makeReportTables(making);
  return { ...(await putTables(tables, 0, store, making)), records: 0, damaged };
}

/** `undefined`: they must be made. */
async function look(
  names: readonly string[],
  part: number,
  store: TableStore,
  { source }: MakingPart,
): Promise<'current' | 'newer' | undefined> {
  const marks = await Promise.all(names.map((name) => store.find(tablePath(name, source.day, part))));
  if (marks.some((found) => found && found.sequence > source.sequence)) return 'newer';
  const isCurrent = marks.every((found) => found?.root === source.root && found.schema === tablesSchema);
  return isCurrent ? 'current' : undefined;
}

async function putTables(
  tables: readonly MadeTable[],
  part: number,
  store: TableStore,
  { source: { day, sequence }, signal }: MakingPart,
): Promise<Pick<PutOutcome, 'outcome' | 'sizeBytes'>> {
  let sizeBytes = 0;
  for (const { name, root, file } of tables) {
    const marks: TableMarks = { root, schema: tablesSchema, sequence };
    signal?.throwIfAborted();
    if ((await store.put(tablePath(name, day, part), file, marks)) === 'newer')
      return { outcome: 'newer', sizeBytes };
    sizeBytes += file.reduce((sum, { length }) => sum + length, 0);
  }
  return { outcome: 'made', sizeBytes };
}

/** The way in which the day's files are cut already; the finer where there are two. */
export async function findDigits(day: string, store: TableStore): Promise<0 | 1 | 2> {
  let digits: 0 | 1 | 2 = 0;
  for await (const path of store.list(tablePrefix('calls', day))) {
    const found = digitsOf(parseTablePart(path) ?? 0);
    if (found > digits) digits = found;
  }
  return digits;
}

/** Removes the files of a coarser way, once every part of this one is there: the old part goes last. */
export async function removeCoarser(day: string, digits: 0 | 1 | 2, store: TableStore): Promise<void> {
  if (digits === 0) return;
  const there = new Set<string>();
  for await (const path of store.list(tablePrefix('calls', day))) there.add(path);
  if (!listParts(digits).every((part) => there.has(tablePath('calls', day, part)))) return;
  // Calls first: what no call of a part is left to lead to, no query takes.
  for (const name of callTableNames)
    for await (const path of store.list(tablePrefix(name, day)))
      if (digitsOf(parseTablePart(path) ?? 272) < digits) await store.remove(path);
}
