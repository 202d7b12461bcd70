/** Makes the files of one part of a day: the tables of its calls, and with the first part those of the call reports. */
import { inSteadyGeneration } from '../bytes/young-generation.ts';
import { mapInOrder } from '../concurrency/map-in-order.ts';
import { IntegrityError } from '../errors.ts';
import { callReports, type ReportName } from '../model/call-report.ts';
import { prefixOf } from '../model/day-parts.ts';
import type { Cell } from '../model/table-schema.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import type { OpenTableWriter, TableWriter } from '../ports/table-writer.ts';
import type { DayFiles, NewestRun } from './day-files.ts';
import { readCall } from './read-call.ts';
import { readReportRows } from './report-rows.ts';
import { describeFile, type TableRecord } from './rows/call-reader.ts';
import { makeCellLayout } from './rows/cell-layout.ts';
import { tablesSchema } from './schema/schema-mark.ts';
import { callTables, reportTables } from './schema/tables.ts';

export interface MakingPart {
  source: DayFiles;
  files: HeldFiles;
  openTable: OpenTableWriter;
  /** Hears of each file whose rows are missing. */
  problem(where: string, why: string): void;
  signal?: AbortSignal | undefined;
}

export interface MadeTable {
  name: string;
  /** By which it is known again: that of the day's files, unless rows are missing. */
  root: string;
  file: Uint8Array[];
}

export interface MadeCalls {
  /** In the order in which they are to be put: a call counts when its row in `calls` is there. */
  tables: MadeTable[];
  records: number;
  /** Files that are damaged or not there. */
  damaged: number;
}

/** Files read at a time; only their bytes are waited for at once. */
const filesAtOnce = 8;
const versionLayout = makeCellLayout(
  callTables.versions,
  callTables.versions.columns.map(({ name }) => name),
);

/** Of a record little outlives its rows, and of the rows little but what stands outside of V8's heap. */
export function makeCallTables(part: number, making: MakingPart): Promise<MadeCalls> {
  return inSteadyGeneration(() => makeFromRecords(part, making));
}

async function makeFromRecords(part: number, making: MakingPart): Promise<MadeCalls> {
  const { source, files, openTable, problem, signal } = making;
  const writers = {
    streams: openTable(callTables.streams),
    sessions: openTable(callTables.sessions),
    participants: openTable(callTables.participants),
    versions: openTable(callTables.versions),
    calls: openTable(callTables.calls),
  };
  let damaged = 0;
  let records = 0;

  const newest = pickNewest(source.records(prefixOf(part)), (record, isNewest) => {
    records += 1;
    writers.versions.add([makeVersionRow(record, part, isNewest)]);
  });
  const read = async (record: TableRecord) => {
    const opened = () => openFile(files, 'call-records', record.path);
    // What fails is told when it is its turn.
    const addRows = await readCall(record, opened, part).catch(
      (error: unknown) => () => Promise.reject(error),
    );
    return { record, addRows };
  };
  for await (const { record, addRows } of mapInOrder(newest, filesAtOnce, read)) {
    signal?.throwIfAborted();
    try {
      await addRows((table, row) => writers[table].add(row));
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      damaged += 1;
      problem(`call-records/${record.path}`, error.message);
    }
  }
  const tables = Object.entries(writers).map(([name, writer]) => finishTable(name, writer, source, damaged));
  return { tables, records, damaged };
}

export interface MadeReports {
  tables: MadeTable[];
  damaged: number;
}

/** A report without a run has a table without rows. */
export async function makeReportTables(making: MakingPart): Promise<MadeReports> {
  const runs = await making.source.newestRuns();
  const tables: MadeTable[] = [];
  let damaged = 0;
  for (const report of Object.keys(callReports) as ReportName[]) {
    making.signal?.throwIfAborted();
    const made = await makeReportTable(report, runs.get(report), making);
    tables.push(finishTable(reportTables[report].name, made.writer, making.source, made.damaged));
    damaged += made.damaged;
  }
  return { tables, damaged };
}

async function makeReportTable(
  report: ReportName,
  run: NewestRun | undefined,
  { files, openTable, problem }: MakingPart,
): Promise<{ writer: TableWriter; damaged: 0 | 1 }> {
  const writer = openTable(reportTables[report]);
  if (!run) return { writer, damaged: 0 };
  try {
    const file = await openFile(files, 'call-reports', run.path);
    for await (const row of readReportRows(report, file, run.sha256)) writer.add([row]);
    return { writer, damaged: 0 };
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    problem(`call-reports/${run.path}`, error.message);
    return { writer: openTable(reportTables[report]), damaged: 1 };
  }
}

/**
 * A file says by itself what it is. One that lacks rows is not known again by the day's root: it is made anew, in case what was
 * damaged is mended.
 */
function finishTable(
  name: string,
  writer: TableWriter,
  { root: ofDay, day }: DayFiles,
  damaged: number,
): MadeTable {
  const root = damaged === 0 ? ofDay : `${ofDay} without ${damaged} of the files`;
  const file = writer.finish({
    'call-archive.root': root,
    'call-archive.schema': tablesSchema,
    'call-archive.date': day,
  });
  return { name, root, file };
}

async function openFile(
  files: HeldFiles,
  container: string,
  path: string,
): Promise<AsyncIterable<Uint8Array>> {
  const file = await files.open(container, path);
  if (!file) throw new IntegrityError(`Reading ${container}/${path}: it is not there`);
  return file;
}

/** Of each call the record of its highest version; `tell` hears of every version. */
async function* pickNewest(
  records: AsyncIterable<TableRecord>,
  tell: (record: TableRecord, isNewest: boolean) => void,
): AsyncGenerator<TableRecord> {
  let versions: TableRecord[] = [];
  const take = () => {
    const sorted = versions.toSorted((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
    versions = [];
    for (const [i, version] of sorted.entries()) tell(version, i === sorted.length - 1);
    return sorted.slice(-1);
  };
  for await (const record of records) {
    if (versions[0] && versions[0].callId !== record.callId) yield* take();
    versions.push(record);
  }
  yield* take();
}

/** A version beyond what Graph's type holds is null: the path has its digits. */
function makeVersionRow(record: TableRecord, part: number, isNewest: boolean): Cell[] {
  const row = versionLayout.empty();
  const version = BigInt(record.version);
  versionLayout.set(row, {
    ...describeFile(record),
    call_id: record.callId,
    version: version < 2n ** 63n ? version : null,
    part,
    is_newest_of_day: isNewest,
  });
  return row;
}
