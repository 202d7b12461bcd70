/** Reads record files of a folder and makes their index entries. Runs in a worker thread or in this one. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpack } from '../../bytes/unpack.ts';
import { formatError, IntegrityError } from '../../errors.ts';
import { makeRecordSummarizer, summarizeRecord } from '../../facts/summarize-record.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import { type CallRow, type IndexEntry, rowOfEntry } from '../../model/call-row.ts';
import { type KeptBeside, makeIndexEntry } from '../../model/index-entry.ts';
import { chooseKey, type FindBy } from '../../model/index-rows.ts';
import type { RecordSummary } from '../../model/record-facts.ts';
import type { Problem } from '../../ports/call-archive.ts';
import { type DocumentFilter, makeDocumentFilter } from './document-filter.ts';

export interface ScanTask {
  root: string;
  files: { blob: string; kept?: KeptBeside }[];
  /** Only records with this key. */
  by?: FindBy;
}

export interface ScanResult<Row extends CallRow = IndexEntry> {
  entries: Row[];
  problems: Problem[];
}

/** Longer documents are read in pieces, so that a hostile file cannot exhaust memory. */
const maxWholeBytes = 64 * 1024 * 1024;

/** A bad file becomes a problem; the others are read. */
export async function scanFiles({ root, files, by }: ScanTask): Promise<ScanResult> {
  const result: ScanResult = { entries: [], problems: [] };
  // A hash does not say what to look for in a document.
  const mayHold = typeof by === 'string' ? makeDocumentFilter(by) : () => true;
  for (const { blob, kept = {} } of files) {
    try {
      const summary = summarizeWhole(join(root, blob), mayHold) ?? (await summarizePieces(join(root, blob)));
      if (summary === 'other') continue;
      const entry = makeEntry(blob, summary, kept);
      const key = by && chooseKey(entry.findKeys, by);
      if (by === undefined) result.entries.push(entry);
      else if (key !== undefined) result.entries.push({ ...entry, ...rowOfEntry(entry, key) });
    } catch (error) {
      result.problems.push(explain(blob, error));
    }
  }
  return result;
}

/** `other` if the filter rules it out; `undefined` if it is too long to be held. */
function summarizeWhole(path: string, mayHold: DocumentFilter): RecordSummary | 'other' | undefined {
  const document = unpackShort(readFileSync(path));
  if (!document) return undefined;
  if (!mayHold(document)) return 'other';
  const summarizer = makeRecordSummarizer();
  summarizer.push(document);
  return summarizer.end();
}

function unpackShort(file: Buffer): Buffer | undefined {
  try {
    return gunzipSync(file, { maxOutputLength: maxWholeBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

function summarizePieces(path: string): Promise<RecordSummary> {
  return summarizeRecord(unpack(createReadStream(path)));
}

function makeEntry(blob: string, summary: RecordSummary, kept: KeptBeside): IndexEntry {
  const record = parseRecordPath(blob);
  if (!record) throw new Error(`${blob} is not named like a record`);
  return makeIndexEntry(record, summary, kept);
}

function explain(where: string, error: unknown): Problem {
  const why = formatError(error);
  if (error instanceof IntegrityError && !error.cause) return { kind: 'disagrees', where, why };
  const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error;
  return { kind: isOfSystem ? 'unreadable' : 'damaged', where, why };
}
