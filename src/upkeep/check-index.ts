/**
 * Checks the index against the files: rows without a file, files without rows, rows that disagree. Each step reports its
 * counts. Files and day rows come in the same order, so that any number of them can be compared side by side.
 */
import { type CallRow, type IndexEntry, rowOfEntry } from '../model/call-row.ts';
import type {
  ArchivedFile,
  CallArchive,
  Problem,
  ProblemKind,
  ReadingListener,
} from '../ports/call-archive.ts';
import type { DayRow, IndexReader } from '../ports/index-reader.ts';
import { isProblem, readEntry } from './read-entry.ts';

export interface IndexCheckTools {
  archive: CallArchive;
  rows: IndexReader;
}

export interface CheckRange {
  /** UTC days, both included. */
  first?: string;
  last?: string;
  /** Also read every record: its hash, its columns, and the rows by which it is found. */
  deep?: boolean;
}

/** How many items a step checked, and how many problems of each kind it reported. */
export type CheckStep = { step: string; checked: number } & Partial<Record<ProblemKind, number>>;

const stepNames = ['files', 'day rows', 'id rows', 'records', 'find rows'] as const;
type StepName = (typeof stepNames)[number];

const advice = 'call-archive reindex rewrites the rows';
const incomplete = `An earlier version wrote its rows, without how good the call was; ${advice}`;

/** The steps in order; `records` and `find rows` are left out unless the check is deep. */
export async function checkIndex(
  { archive, rows }: IndexCheckTools,
  range: CheckRange,
  report: ReadingListener,
): Promise<CheckStep[]> {
  const steps = new Map<StepName, CheckStep>(
    stepNames.slice(0, range.deep ? stepNames.length : 3).map((step) => [step, { step, checked: 0 }]),
  );
  const count = (name: StepName) => {
    const step = steps.get(name);
    if (step) step.checked += 1;
  };
  const tell = (name: StepName, problem: Problem) => {
    const step = steps.get(name);
    if (step) step[problem.kind] = (step[problem.kind] ?? 0) + 1;
    report.problem(problem);
  };

  const listing = { ...report, problem: (problem: Problem) => tell('files', problem) };
  for await (const [file, dayRow] of sideBySide(archive.listFiles(range, listing), rows.listDayRows(range))) {
    report.signal?.throwIfAborted();
    if (file) count('files');
    if (dayRow) count('day rows');
    const problem = compareWithFile(file, dayRow);
    if (problem) tell('day rows', problem);
    const row = dayRow?.row;
    if (file && row) {
      count('id rows');
      const idRow = await rows.findIdRow(file.record.callId, file.record.version);
      if (!idRow)
        tell('id rows', { kind: 'unindexed', where: file.blob, why: `It has no id row; ${advice}` });
      else if (!isSame(row, idRow))
        tell('id rows', {
          kind: 'disagrees',
          where: file.blob,
          why: `Its id row differs from its day row; ${advice}`,
        });
    }
    if (file && range.deep) await checkRecord(file, row);
    report.progress?.({ done: steps.get('files')?.checked ?? 0, what: 'records' });
  }
  return [...steps.values()];

  async function checkRecord(file: ArchivedFile, row: CallRow | undefined): Promise<void> {
    count('records');
    const entry = await readEntry(archive, file);
    if (isProblem(entry)) return tell('records', entry);
    const { findKeys } = entry;
    const columns = rowOfEntry(entry);
    if (row && !isSame(row, columns))
      tell('records', {
        kind: 'disagrees',
        where: file.blob,
        why: row.poorStreams === undefined ? incomplete : `Its rows disagree with the record; ${advice}`,
      });
    for (const key of findKeys) {
      count('find rows');
      const found = await rows.findByKey(key, entry);
      if (!found || !isAsNew(found, entry))
        tell('find rows', {
          kind: 'unindexed',
          where: file.blob,
          why: `It cannot be found by all of its keys; ${advice}`,
        });
      else if (found.version === entry.version && !isSame(found, rowOfEntry(entry, key)))
        tell('find rows', {
          kind: 'disagrees',
          where: file.blob,
          why:
            found.poorStreams === undefined
              ? incomplete
              : `A row by which it is found disagrees with the record; ${advice}`,
        });
    }
  }
}

function compareWithFile(file: ArchivedFile | undefined, dayRow: DayRow | undefined): Problem | undefined {
  if (!file)
    return {
      kind: 'missing',
      where: dayRow?.blob ?? '',
      why: 'The index has a row for it, but the file is missing',
    };
  if (!dayRow) return { kind: 'unindexed', where: file.blob, why: `It has no day row; ${advice}` };
  const { row } = dayRow;
  const isWrong = !row || row.blob !== file.blob || (file.metadata.sha256 ?? row.sha256) !== row.sha256;
  if (!isWrong) return undefined;
  return { kind: 'disagrees', where: file.blob, why: `Its day row disagrees with the file; ${advice}` };
}

/** A call is found by its newest version. */
function isAsNew(found: CallRow, { version, callId }: IndexEntry): boolean {
  return found.callId === callId && BigInt(found.version) >= BigInt(version);
}

function isSame(one: CallRow, other: CallRow): boolean {
  const names = Object.keys({ ...one, ...other }) as (keyof CallRow)[];
  return names.every((name) => String(one[name] ?? '') === String(other[name] ?? ''));
}

/** Both lists are in the order of blob names; what is in one only comes alone. */
async function* sideBySide(
  files: AsyncIterable<ArchivedFile>,
  rows: AsyncIterable<DayRow>,
): AsyncGenerator<[ArchivedFile | undefined, DayRow | undefined]> {
  const [left, right] = [files[Symbol.asyncIterator](), rows[Symbol.asyncIterator]()];
  let [file, row] = [(await left.next()).value, (await right.next()).value] as [
    ArchivedFile | undefined,
    DayRow | undefined,
  ];
  while (file || row) {
    const order = !row || (file && file.blob < row.blob) ? -1 : !file || file.blob > row.blob ? 1 : 0;
    yield [order <= 0 ? file : undefined, order >= 0 ? row : undefined];
    if (order <= 0) file = (await left.next()).value as ArchivedFile | undefined;
    if (order >= 0) row = (await right.next()).value as DayRow | undefined;
  }
}
