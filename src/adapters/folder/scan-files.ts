/** Reads record files of a folder and says what the index would say of them. Runs in a thread of its own, or in this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { formatError, IntegrityError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import type { CallRow, IndexEntry } from '../../model/call-row.ts';
import { type KeptBeside, makeIndexEntry } from '../../model/index-entry.ts';
import { makeRecordSummarizer } from '../../model/record-summary.ts';
import type { Problem } from '../../ports/call-archive.ts';
import { makeDocumentFilter } from './document-filter.ts';

export interface ScanTask {
  root: string;
  files: { blob: string; kept?: KeptBeside }[];
  /** Only records that are found by this key count. */
  key?: string;
}

export interface ScanResult<Row extends CallRow = IndexEntry> {
  entries: Row[];
  problems: Problem[];
}

/** A bad file is a problem of its own; the others are read. */
export function scanFiles({ root, files, key }: ScanTask): ScanResult {
  const result: ScanResult = { entries: [], problems: [] };
  const mayHold = key === undefined ? () => true : makeDocumentFilter(key);
  for (const { blob, kept = {} } of files) {
    try {
      const document = gunzipSync(readFileSync(join(root, blob)));
      if (!mayHold(document)) continue;
      const entry = readEntry(blob, document, kept);
      if (key === undefined || entry.findKeys.includes(key)) result.entries.push(entry);
    } catch (error) {
      result.problems.push(explain(blob, error));
    }
  }
  return result;
}

function readEntry(blob: string, document: Buffer, kept: KeptBeside): IndexEntry {
  const record = parseRecordPath(blob);
  if (!record) throw new Error(`${blob} is not named like a record`);
  const summarizer = makeRecordSummarizer();
  summarizer.push(document);
  return makeIndexEntry(record, summarizer.end(), kept);
}

function explain(where: string, error: unknown): Problem {
  const why = formatError(error);
  if (error instanceof IntegrityError) return { kind: 'disagrees', where, why };
  const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error;
  return { kind: isOfSystem ? 'unreadable' : 'damaged', where, why };
}
