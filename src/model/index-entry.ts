/** What the index says of an archived record, made from its file alone: the name, the document, what is kept beside it. */

import { IntegrityError } from '../errors.ts';
import { type RecordVersion, recordPath } from './archive-path.ts';
import type { IndexEntry } from './call-row.ts';
import { utcDay } from './day-window.ts';
import type { RecordSummary } from './record-facts.ts';

export interface KeptBeside {
  sha256?: string;
  fetchedAt?: string;
  reason?: string;
}

/** What a blob's metadata say of it (design §3). */
export function keptBeside(metadata: { readonly [name: string]: string } = {}): KeptBeside {
  const { sha256, fetched_at: fetchedAt, reason } = metadata;
  return { ...(sha256 && { sha256 }), ...(fetchedAt && { fetchedAt }), ...(reason && { reason }) };
}

/** Throws IntegrityError when the document is not the one that its name or its hash says. */
export function makeIndexEntry(
  record: RecordVersion,
  { head, facts, ...summary }: RecordSummary,
  kept: KeptBeside,
): IndexEntry {
  const callDay = utcDay(new Date(head.startedAt));
  if (head.callId !== record.callId || head.version !== record.version || callDay !== record.callDay)
    throw new IntegrityError(
      `Reading a record: its name says call ${record.callId} v${record.version} of ${record.callDay}, ` +
        `the record is call ${head.callId} v${head.version} of ${callDay}`,
    );
  if (kept.sha256 !== undefined && kept.sha256 !== summary.sha256)
    throw new IntegrityError(
      `Reading a record: its SHA-256 is ${summary.sha256}, kept beside it is ${kept.sha256}`,
    );
  const { startedAt, endedAt, type, modalities } = head;
  return {
    ...record,
    blob: recordPath(record),
    startedAt,
    endedAt,
    type,
    modalities,
    ...summary,
    fetchedAt: kept.fetchedAt ?? '',
    reason: kept.reason ?? '',
    ...facts,
  };
}
