/**
 * The main job: one call record, whole, from Graph into the archive. Blob first, then the index rows.
 * Idempotent: a version that is there already is success, found out with at most two reads of Graph. A long record may be
 * left between two pages; its progress says where another run resumes.
 */

import { unpack } from '../bytes/unpack.ts';
import { GraphError } from '../errors.ts';
import { summarizeRecord } from '../facts/summarize-record.ts';
import { type RecordVersion, recordPath } from '../model/archive-path.ts';
import type { ArchiveReason } from '../model/archive-request.ts';
import { utcDay } from '../model/day-window.ts';
import type { RecordFacts } from '../model/record-facts.ts';
import type { RecordHead } from '../model/record-head.ts';
import { type Cursor, isOpened, type ReadingCounts, type RecordProgress } from '../model/record-progress.ts';
import type { TimeIsUp } from '../paging/read-until.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { RecordMetadata, RecordStore } from '../ports/record-store.ts';
import { type CommittedFile, makeRecordFile } from './record-file.ts';
import {
  makeRecordReading,
  type RecordReading,
  type RecordReadingTools,
  StaleRecord,
} from './record-reading.ts';
import type { OpenedPart } from './splice-record.ts';
import { type DocumentWork, type EarlyEnd, writeDocument } from './write-document.ts';

export interface ArchiveTools extends RecordReadingTools {
  tenantId: string;
  /** Graph's address with the API version, for the blob's metadata. */
  graphUrl: string;
  records: RecordStore;
  index: Pick<CallIndex, 'put'>;
  /** Hears of the day of a version that is in the archive now, before its rows are written. */
  noteWritten(callDay: string): Promise<void>;
  now(): Date;
}

export interface RecordRun {
  callId: string;
  reason: ArchiveReason;
  /** A long record is left after this time. */
  deadline: Date;
  /** Where an earlier run left the record. */
  progress?: RecordProgress | undefined;
}

export interface ArchivedRecord {
  /** `exists`: this version was in the archive already. */
  outcome: 'created' | 'exists';
  version: string;
  callDay: string;
  blob: string;
  /** ISO 8601 UTC; `undefined` where Graph does not say. */
  endedAt: string | undefined;
  /** Length of the document. */
  sizeBytes: number;
  sessions: number;
  participants: number;
  quality: Pick<RecordFacts, 'classifiedStreams' | 'poorStreams' | 'failedSessions'>;
}

/** A long record that was left. What was read of it is staged. */
export interface PausedRecord {
  outcome: 'paused';
  progress: RecordProgress;
  because: GraphError | TimeIsUp;
}

/** Archives what Graph now has under this id. Throws GraphError; storage's own errors pass through. */
export type ArchiveRecord = (run: RecordRun) => Promise<ArchivedRecord | PausedRecord>;

/** A record that changes while it is read is started at most this often before it has to wait. */
const maxStarts = 3;

export function makeArchiveRecord(tools: ArchiveTools): ArchiveRecord {
  return async (run) => {
    let { progress } = run;
    for (let starts = progress?.starts ?? 1; ; starts += 1) {
      try {
        return await runOnce({ ...run, progress }, starts, tools);
      } catch (error) {
        if (progress && isPassing(error)) return { outcome: 'paused', progress, because: error };
        if (!(error instanceof StaleRecord)) throw starts > 1 ? throttledRestartError(error) : error;
        if (starts >= maxStarts) throw tooManyStartsError(starts, error);
        progress = undefined;
      }
    }
  };
}

/** Throws StaleRecord when the record must be started over. */
async function runOnce(
  run: RecordRun,
  starts: number,
  tools: ArchiveTools,
): Promise<ArchivedRecord | PausedRecord> {
  const { callId, progress } = run;
  const begunAt = tools.now();
  const reading = makeRecordReading(tools, callId, progress?.counts);
  const opened = await openWhereLeft(reading, progress);
  const subject = identify(callId, opened.head, tools.tenantId);
  if (progress && progress.version !== subject.version)
    throw new StaleRecord('Its version changed in the meantime');
  const path = recordPath(subject);
  const file = await makeRecordFile(tools.records, path, progress?.file);
  const finish = (committed: CommittedFile, facts: RecordFacts) =>
    indexRecord(subject, opened.head, committed, facts, tools);
  // Pages that an earlier run read are not known here: then the archived record says who took part.
  const readFacts = async () => (await summarizeRecord(unpack(tools.records.read(path)))).facts;
  const watch = watchReads(path, run.deadline, tools);
  const pause = async (cursor: Cursor, because: PausedRecord['because']): Promise<PausedRecord> => {
    const counts = reading.counts();
    const left = { version: subject.version, starts, cursor, counts, file: await file.pause() };
    return { outcome: 'paused', progress: left, because };
  };
  const work: DocumentWork = { reading, write: file.write, beforeRead: watch.beforeRead };
  try {
    const end = await writeDocument(opened, progress?.cursor, work);
    if (end?.outcome === 'found')
      return finish({ outcome: 'exists', metadata: end.metadata }, await readFacts());
    if (end) return pause(end.cursor, end.outcome);
  } catch (error) {
    const cursor = watch.cursor();
    if (!cursor || !isPassing(error)) throw error;
    return pause(cursor, error);
  }
  reading.free();
  // What failed and what was poor is counted by session, and further segments come apart from theirs.
  const isInParts = progress !== undefined || reading.counts().segmentPages > 0;
  const committed = await file.commit(
    formatMetadata(subject, opened.head, { reason: run.reason, begunAt }, reading.counts(), tools),
  );
  if (committed === 'expired') throw new StaleRecord('The staged blocks are gone');
  return finish(committed, isInParts ? await readFacts() : reading.facts());
}

/** Reads the answer that opens the part in question; one that was counted in an earlier run is not counted again. */
async function openWhereLeft(
  reading: RecordReading,
  progress: RecordProgress | undefined,
): Promise<OpenedPart> {
  const opened =
    progress?.cursor.part === 'participants' ? await reading.readParticipants() : await reading.readRecord();
  if (progress && isOpened(progress.cursor)) reading.countFrom(progress.counts);
  return opened;
}

/** Looks up before each further read: is the record still needed, is there time, and where could it be left? */
function watchReads(path: string, deadline: Date, { records, now }: ArchiveTools) {
  let cursor: Cursor | undefined;
  let isAbsent = false;
  return {
    /** Where the record can be left; `undefined` before the first further read. */
    cursor: () => cursor,
    async beforeRead(next: Cursor): Promise<EarlyEnd | undefined> {
      cursor = next;
      // The two opening reads are the price of any record; before a third, look whether it is needed.
      if (!isOpened(next)) return undefined;
      if (!isAbsent) {
        const metadata = await records.find(path);
        if (metadata) return { outcome: 'found', metadata };
        isAbsent = true;
      }
      return now() > deadline ? { outcome: 'time-is-up', cursor } : undefined;
    },
  };
}

/** Whether it is worth resuming where the record was left. */
function isPassing(error: unknown): error is GraphError {
  return error instanceof GraphError && ['throttled', 'unavailable', 'denied'].includes(error.meaning);
}

/** A throttled try does not count as failed, unless the record had to be started over: otherwise that would never end. */
function throttledRestartError(error: unknown): unknown {
  if (!(error instanceof GraphError) || error.meaning !== 'throttled') return error;
  const { status, retryAfterMs } = error;
  return new GraphError(`Reading a call record again from the start: ${error.message}`, {
    meaning: 'unavailable',
    status,
    retryAfterMs,
    cause: error,
  });
}

function tooManyStartsError(starts: number, cause: StaleRecord): GraphError {
  const message = `Reading a call record: started ${starts} times in vain. ${cause.message}`;
  return new GraphError(message, { meaning: 'unavailable', cause });
}

function identify(callId: string, head: RecordHead, tenantId: string): RecordVersion {
  const callDay = utcDay(new Date(head.startedAt));
  return { tenantId, callId, version: head.version, callDay };
}

function formatMetadata(
  subject: RecordVersion,
  head: RecordHead,
  { reason, begunAt }: { reason: ArchiveReason; begunAt: Date },
  counts: ReadingCounts,
  tools: ArchiveTools,
): Omit<RecordMetadata, 'sha256' | 'bytes'> {
  return {
    call_id: subject.callId,
    version: subject.version,
    tenant_id: subject.tenantId,
    started_at: head.startedAt,
    fetched_at: begunAt.toISOString(),
    graph: tools.graphUrl,
    sessions: String(counts.sessions),
    session_pages: String(counts.sessionPages),
    participants: String(counts.participants),
    participant_pages: String(counts.participantPages),
    request_ids: counts.requestIds.join(','),
    reason,
  };
}

async function indexRecord(
  subject: RecordVersion,
  head: RecordHead,
  { outcome, metadata }: CommittedFile,
  facts: RecordFacts,
  { index, noteWritten }: ArchiveTools,
): Promise<ArchivedRecord> {
  // A run that ends before the rows are there is repeated, and says it again.
  await noteWritten(subject.callDay);
  const blob = recordPath(subject);
  const { endedAt } = head;
  const sessions = Number(metadata.sessions);
  const participants = Number(metadata.participants);
  const sizeBytes = Number(metadata.bytes);
  await index.put({
    ...subject,
    blob,
    startedAt: head.startedAt,
    endedAt,
    type: head.type,
    modalities: head.modalities,
    sessions,
    participants,
    sizeBytes,
    sha256: metadata.sha256,
    fetchedAt: metadata.fetched_at,
    reason: metadata.reason,
    ...facts,
  });
  const { version, callDay } = subject;
  return { outcome, version, callDay, blob, endedAt, sizeBytes, sessions, participants, quality: facts };
}
