/** Reads a whole record file and makes the index entry that it must have. */
import { unpack } from '../bytes/unpack.ts';
import { isRecordFault } from '../errors.ts';
import { summarizeRecord } from '../facts/summarize-record.ts';
import type { IndexEntry } from '../model/call-row.ts';
import { makeIndexEntry } from '../model/index-entry.ts';
import type { ArchivedFile, CallArchive, Problem } from '../ports/call-archive.ts';

/** The entry, or what is wrong with the file. Other faults are thrown. */
export async function readEntry(
  archive: Pick<CallArchive, 'open'>,
  { blob, record }: Pick<ArchivedFile, 'blob' | 'record'>,
): Promise<IndexEntry | Problem> {
  const file = await archive.open(blob);
  if (!file) return { kind: 'missing', where: blob, why: 'It was listed but is missing' };
  try {
    return makeIndexEntry(record, await summarizeRecord(unpack(file.bytes)), file.metadata);
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    return {
      kind: 'damaged',
      where: blob,
      why: error instanceof Error ? error.message : 'It is not valid JSON',
    };
  }
}

export function isProblem(result: IndexEntry | Problem): result is Problem {
  return 'kind' in result;
}
