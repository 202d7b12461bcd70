/**
 * Writes the rows of versions that were archived without them. A run may end between its blob and its rows, and Graph may
 * have a newer version by the time the message comes again: then nothing else would index the blob.
 */
import { callPrefix, parseRecordPath, type RecordVersion, recordPath } from '../model/archive-path.ts';
import { keptBeside } from '../model/index-entry.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RecordStore } from '../ports/record-store.ts';
import { isProblem, readEntry } from './read-entry.ts';

export interface IndexLeftBehindTools {
  tenantId: string;
  records: Pick<RecordStore, 'list' | 'find' | 'read'>;
  index: Pick<CallIndex, 'has' | 'put'>;
  note: NoteEvent;
}

/**
 * The function indexes each version of the call under this UTC date (`YYYY-MM-DD`) that has no day row. A damaged one is
 * logged and left; errors of storage are thrown.
 */
export function makeIndexLeftBehind({ tenantId, records, index, note }: IndexLeftBehindTools) {
  async function putRows(record: RecordVersion, isNew: boolean): Promise<void> {
    const blob = recordPath(record);
    const facts = { call_id: record.callId, version: record.version, blob };
    const entry = await readEntry({ open: (path) => openRecord(records, path) }, { blob, record });
    if (isProblem(entry)) return note('archiving.record-unreadable', { ...facts, why: entry.why });
    await index.put(entry);
    if (isNew) note('archiving.rows-completed', facts);
  }

  return async (callId: string, callDay: string): Promise<void> => {
    const paths = await Array.fromAsync(records.list(callPrefix({ tenantId, callId, callDay })));
    const versions = paths
      .flatMap((path) => parseRecordPath(path) ?? [])
      .sort((one, other) => (BigInt(one.version) < BigInt(other.version) ? -1 : 1));
    let isBehind = false;
    for (const record of versions) {
      const isNew = !(await index.has(record));
      isBehind ||= isNew;
      // The interrupted run may have overwritten rows of a later version: these are written again too.
      if (isBehind) await putRows(record, isNew);
    }
  };
}

async function openRecord(records: IndexLeftBehindTools['records'], path: string) {
  const metadata = await records.find(path);
  return metadata && { bytes: records.read(path), metadata: keptBeside({ ...metadata }) };
}
