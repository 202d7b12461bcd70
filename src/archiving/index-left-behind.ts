/**
 * Rows for what was archived without them. A run may end between its blob and its rows, and the call's version move
 * before the message comes again: then nobody reads the version of that blob any more.
 */
import { callPrefix, parseRecordPath } from '../model/archive-path.ts';
import { makeIndexEntry } from '../model/index-entry.ts';
import { summarizeRecord } from '../model/record-summary.ts';
import { unpack } from '../model/unpack.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RecordStore } from '../ports/record-store.ts';

export interface IndexLeftBehindTools {
  tenantId: string;
  records: Pick<RecordStore, 'list' | 'find' | 'read'>;
  index: Pick<CallIndex, 'has' | 'put'>;
  note: NoteEvent;
}

/** Indexes each version of the call under this UTC date (`YYYY-MM-DD`) that has no day row. */
export type IndexLeftBehind = (callId: string, callDay: string) => Promise<void>;

/** Throws IntegrityError when such a record is damaged; storage's own errors pass through. */
export function makeIndexLeftBehind({
  tenantId,
  records,
  index,
  note,
}: IndexLeftBehindTools): IndexLeftBehind {
  return async (callId, callDay) => {
    for await (const path of records.list(callPrefix({ tenantId, callId, callDay }))) {
      const record = parseRecordPath(path);
      if (!record || (await index.has(record))) continue;
      const metadata = await records.find(path);
      const summary = await summarizeRecord(unpack(records.read(path)));
      const { sha256, fetched_at: fetchedAt, reason } = metadata ?? {};
      await index.put(
        makeIndexEntry(record, summary, {
          ...(sha256 !== undefined && { sha256 }),
          ...(fetchedAt !== undefined && { fetchedAt }),
          ...(reason !== undefined && { reason }),
        }),
      );
      note('archiving.rows-completed', { call_id: callId, version: record.version, blob: path });
    }
  };
}
