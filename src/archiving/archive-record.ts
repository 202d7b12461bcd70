/**
 * The main job: one call record, whole, from Graph into the archive. Blob first, then the index rows.
 * Idempotent: a version that is there already is success, found out with two Graph reads at most.
 */
import { GraphError } from '../errors.ts';
import { type RecordVersion, recordPath } from '../model/archive-path.ts';
import type { ArchiveReason } from '../model/archive-request.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { CallRecordSource } from '../ports/call-record-source.ts';
import type { RecordMetadata, RecordStore } from '../ports/record-store.ts';
import { fillGaps } from './fill-gaps.ts';
import { type CommittedFile, makeRecordFile } from './record-file.ts';
import { makeRecordReading, type ReadingCounts } from './record-reading.ts';
import type { Piece, RecordHead } from './splice-record.ts';

export interface ArchiveTools {
  tenantId: string;
  /** Graph's address with the API version, for the blob's metadata. */
  graphUrl: string;
  graph: CallRecordSource;
  records: RecordStore;
  index: CallIndex;
  now(): Date;
}

export interface ArchivedRecord {
  /** `exists`: this version was in the archive already. */
  outcome: 'created' | 'exists';
  version: string;
  blob: string;
  /** ISO 8601 UTC; `undefined` where Graph does not say. */
  endedAt: string | undefined;
  /** Length of the document. */
  sizeBytes: number;
  sessions: number;
  participants: number;
}

/** Archives what Graph now has under this id. Throws GraphError; storage's own errors pass through. */
export type ArchiveRecord = (callId: string, reason: ArchiveReason) => Promise<ArchivedRecord>;

/** How often a record whose version moves while it is read is begun anew before it has to wait. */
const maxStarts = 3;
/** Graph's request ids that the metadata keep, from the first and from the last answers. */
const keptRequestIds = 3;
const comma = Buffer.from(',');

export function makeArchiveRecord(tools: ArchiveTools): ArchiveRecord {
  return async (callId, reason) => {
    for (let start = 0; start < maxStarts; start += 1) {
      const archived = await archiveOnce(callId, reason, tools);
      if (archived) return archived;
    }
    throw new GraphError(`Reading a call record: its version moved ${maxStarts} times meanwhile`, {
      meaning: 'unavailable',
    });
  };
}

/** `undefined` when the record's version moved between the first read and the second. */
async function archiveOnce(
  callId: string,
  reason: ArchiveReason,
  tools: ArchiveTools,
): Promise<ArchivedRecord | undefined> {
  const reading = makeRecordReading(tools.graph, callId);
  const record = await reading.readRecord();
  const subject = identify(callId, record.head, tools.tenantId);
  const path = recordPath(subject);
  const finish = (committed: CommittedFile) => indexRecord(subject, record.head, committed, tools.index);

  // Two reads are the price of any record; before a third, look whether it is needed.
  const presentBefore = hasGap(record.pieces) ? await tools.records.find(path) : undefined;
  if (presentBefore) return finish({ outcome: 'exists', metadata: presentBefore });
  const file = makeRecordFile(tools.records, path);
  for await (const part of fillGaps(record.pieces, reading.readPage)) await file.write(part);

  const participants = await reading.readParticipants();
  if (participants.version !== subject.version) return undefined;
  const presentMeanwhile = hasGap(participants.pieces) ? await tools.records.find(path) : undefined;
  if (presentMeanwhile) return finish({ outcome: 'exists', metadata: presentMeanwhile });
  if (participants.pieces.length > 0) await file.write(comma);
  for await (const part of fillGaps(participants.pieces, reading.readPage)) await file.write(part);
  await file.write(record.closing);

  return finish(await file.commit(formatFacts(subject, record.head, reason, reading.counts, tools)));
}

function identify(callId: string, head: RecordHead, tenantId: string): RecordVersion {
  const callDay = new Date(head.startedAt).toISOString().slice(0, 10);
  return { tenantId, callId, version: head.version, callDay };
}

function hasGap(pieces: Piece[]): boolean {
  return pieces.some((piece) => !(piece instanceof Uint8Array));
}

function formatFacts(
  subject: RecordVersion,
  head: RecordHead,
  reason: ArchiveReason,
  counts: ReadingCounts,
  tools: ArchiveTools,
): Omit<RecordMetadata, 'sha256' | 'bytes'> {
  const { requestIds } = counts;
  const lastFrom = Math.max(keptRequestIds, requestIds.length - keptRequestIds);
  return {
    call_id: subject.callId,
    version: subject.version,
    tenant_id: subject.tenantId,
    started_at: head.startedAt,
    fetched_at: tools.now().toISOString(),
    graph: tools.graphUrl,
    sessions: String(counts.sessions),
    session_pages: String(counts.sessionPages),
    participants: String(counts.participants),
    participant_pages: String(counts.participantPages),
    request_ids: [...requestIds.slice(0, keptRequestIds), ...requestIds.slice(lastFrom)].join(','),
    reason,
  };
}

async function indexRecord(
  subject: RecordVersion,
  head: RecordHead,
  { outcome, metadata }: CommittedFile,
  index: CallIndex,
): Promise<ArchivedRecord> {
  const blob = recordPath(subject);
  const sessions = Number(metadata.sessions);
  const participants = Number(metadata.participants);
  const sizeBytes = Number(metadata.bytes);
  await index.put({
    ...subject,
    blob,
    startedAt: head.startedAt,
    endedAt: head.endedAt,
    type: head.type,
    modalities: head.modalities,
    sessions,
    participants,
    sizeBytes,
    sha256: metadata.sha256,
    fetchedAt: metadata.fetched_at,
    reason: metadata.reason,
  });
  return {
    outcome,
    version: subject.version,
    blob,
    endedAt: head.endedAt,
    sizeBytes,
    sessions,
    participants,
  };
}
