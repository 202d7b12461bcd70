/**
 * The archive as its readers see it, wherever it lies: a storage account with its index, or a downloaded folder. Nothing
 * is written through it, and one bad file or row never ends the work: it is reported, and the rest continues.
 */
import type { RecordVersion } from '../model/archive-path.ts';
import type { CallQuery } from '../model/call-query.ts';
import type { CallRow } from '../model/call-row.ts';
import type { KeptBeside } from '../model/index-entry.ts';

export interface CallArchive {
  /** Calls, newest first, each with its newest version of that day. Reading stops when nobody takes more. */
  search(query: CallQuery, report: ReadingListener): AsyncIterable<CallRow>;
  /** Every version of a call, in ascending order; nothing when the call is not known. */
  listVersions(callId: string, report: ReadingListener): Promise<CallRow[]>;
  /** Every record file of these UTC days (`YYYY-MM-DD`, both included), by day and name, the oldest day first. */
  listFiles(days: { first?: string; last?: string }, report: ReadingListener): AsyncIterable<ArchivedFile>;
  /** Opens the file of that name in `call-records`; `undefined` when there is none. */
  open(blob: string): Promise<OpenFile | undefined>;
}

export interface ArchivedFile {
  /** Name in `call-records`. */
  blob: string;
  record: RecordVersion;
  /** Length of the file. */
  fileBytes: number;
  /** What is kept with the document, as far as a list of files says it. */
  metadata: KeptBeside;
}

export interface OpenFile {
  /** The gzip file. */
  bytes: AsyncIterable<Uint8Array>;
  /** What is kept with the document (docs/archive-format.md), as far as it is known here. */
  metadata: KeptBeside;
}

/** Hears of work while it is done. */
export interface ReadingListener {
  problem(problem: Problem): void;
  progress?(progress: Progress): void;
  /** Aborted when nobody wants the result any longer. */
  signal?: AbortSignal;
}

/**
 * - `damaged`: a file cannot be unpacked, is not a call record, or is not what its hash says.
 * - `missing`: the index names a file that is not there.
 * - `disagrees`: a name or a row says otherwise than the record.
 * - `unindexed`: the index has no row, or not all rows, of a record.
 * - `foreign`: something that is not part of the archive.
 * - `unreadable`: the system did not give it.
 */
export type ProblemKind = 'damaged' | 'missing' | 'disagrees' | 'unindexed' | 'foreign' | 'unreadable';

export interface Problem {
  kind: ProblemKind;
  /** Name of the blob, file or row. */
  where: string;
  why: string;
}

export interface Progress {
  done: number;
  /** Absent while it is not known. */
  total?: number;
  /** What is counted: `files`, `days`, `calls`. */
  what: string;
}
