/**
 * Brings one requested record to an end: archived, or requested again by a delayed message, or in the failure ledger with
 * an owner. Throws only what is unforeseen; then the queue delivers the message again.
 */
import { GraphError } from '../errors.ts';
import { type AfterRefusal, decideAfterRefusal, findForgottenAt } from '../model/after-refusal.ts';
import { refusedPath } from '../model/archive-path.ts';
import type {
  RecordsRequest,
  ResumeRequest,
  RetryState,
  SingleRecordsRequest,
} from '../model/archive-request.ts';
import { countPages, type RecordProgress } from '../model/record-progress.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { ArchivedRecord, ArchiveRecord, PausedRecord } from './archive-record.ts';
import { postpone } from './postpone.ts';

export interface FinishTools {
  archiveRecord: ArchiveRecord;
  /** Whether the archive has this version, with all that belongs to it. */
  isArchived(callId: string, callDay: string, version: string): Promise<boolean>;
  /** The day of one that it has, with all that belongs to it, whose reading began after this time. */
  findReadSince(callId: string, since: Date): Promise<string | undefined>;
  /** Writes the rows that an interrupted run did not get to. */
  indexLeftBehind(callId: string, callDay: string): Promise<void>;
  pacer: Pick<Pacer, 'liftHold'>;
  queue: RequestQueue;
  ledger: FailureLedger;
  evidence: EvidenceStore;
  note: NoteEvent;
  now(): Date;
  /** From 0 up to 1. */
  random(): number;
  /** The first delay before a record is requested again. */
  baseDelayMs: number;
}

/** A request for exactly one record, from its beginning or from where it was left. */
export type SingleRequest = SingleRecordsRequest | ResumeRequest;

/** Everything known when Graph did not give the record. */
interface Setback {
  request: SingleRequest;
  why: string;
  /** `undefined`: only the time of the run is up. */
  error: GraphError | undefined;
  decision: AfterRefusal;
  now: Date;
  /** When this request was tried first; the ledger's row may be older. */
  firstTryAt: Date;
  failure: Failure;
  /** Where the record was left, when it was. */
  progress: RecordProgress | undefined;
}

const resumeAtOnce: AfterRefusal = { next: 'ask-again', afterMs: 0, counts: false };

/** A long record is left after `deadline`. */
export async function finishRecord(
  request: SingleRequest,
  deadline: Date,
  tools: FinishTools,
): Promise<void> {
  const [callId] = request.callIds;
  const startedAt = tools.now();
  const progress = request.kind === 'resume' ? request.progress : undefined;
  if (await isArchivedMeanwhile(request, tools)) return;
  if (isFromOperator(request)) tools.pacer.liftHold();
  try {
    const result = await tools.archiveRecord({ callId, reason: request.reason, deadline, progress });
    if (result.outcome === 'paused') return await setBack(request, result.because, result.progress, tools);
    await close(request, result.callDay, tools);
    noteArchived(request, result, startedAt, tools);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    await setBack(request, error, undefined, tools);
  }
}

/** What an operator asks for is tried at once, however long Graph has asked to wait before; its later tries wait. */
function isFromOperator({ reason, retry }: SingleRequest): boolean {
  const isFirstTry = !retry?.failedTries && !retry?.throttledTries;
  return isFirstTry && (reason === 'redrive' || reason === 'backfill');
}

/** Then Graph need not be asked. */
async function isArchivedMeanwhile(request: SingleRequest, tools: FinishTools): Promise<boolean> {
  const callDay = await findCoveredDay(request, tools);
  if (callDay === undefined) return false;
  await close(request, callDay, tools);
  tools.note('archiving.record-present', { call_id: request.callIds[0], reason: request.reason });
  return true;
}

/** The day of the version that this request was sent for, or of a later one, where it is in the archive. */
async function findCoveredDay(request: SingleRequest, tools: FinishTools): Promise<string | undefined> {
  const { callIds, askedAt, retry } = request;
  const [callId] = callIds;
  const [listed] = request.kind === 'records' ? (request.listed ?? []) : [];
  // Between the list that named the call and this moment, its notification may have been handled.
  if (listed) return (await tools.isArchived(callId, ...listed)) ? listed[0] : undefined;
  // After a delay or a crash, another message may already have done what this one was sent for.
  return askedAt && retry ? tools.findReadSince(callId, new Date(askedAt)) : undefined;
}

/** Completes what earlier tries of this request may have left, too. */
async function close(request: SingleRequest, callDay: string, tools: FinishTools): Promise<void> {
  const [callId] = request.callIds;
  if (request.retry) await tools.indexLeftBehind(callId, callDay);
  if (mayHaveRow(request)) await tools.ledger.close(callId, tools.now());
}

/**
 * A row in the ledger: from an earlier delay of this request, or the reason why it is asked for. A first notification
 * is spared the look; where another request left a row, the daily reconcile asks for it and closes it.
 */
function mayHaveRow({ retry, reason }: SingleRequest): boolean {
  return retry !== undefined || reason === 'reconcile' || reason === 'redrive';
}

async function setBack(
  request: SingleRequest,
  because: PausedRecord['because'],
  progress: RecordProgress | undefined,
  tools: FinishTools,
): Promise<void> {
  const known = await tools.ledger.find(request.callIds[0]);
  await carryOutSetback(assess(request, because, progress, known, tools), tools);
}

function noteArchived(
  request: SingleRequest,
  archived: ArchivedRecord,
  startedAt: Date,
  tools: FinishTools,
): void {
  const now = tools.now().getTime();
  tools.note(archived.outcome === 'created' ? 'archiving.record-archived' : 'archiving.record-present', {
    call_id: request.callIds[0],
    version: archived.version,
    reason: request.reason,
    sessions: archived.sessions,
    participants: archived.participants,
    size_bytes: archived.sizeBytes,
    blob: archived.blob,
    classified_streams: archived.quality.classifiedStreams,
    poor_streams: archived.quality.poorStreams,
    failed_sessions: archived.quality.failedSessions,
    took_ms: now - startedAt.getTime(),
    lag_ms: archived.endedAt && now - new Date(archived.endedAt).getTime(),
  });
}

function assess(
  request: SingleRequest,
  because: PausedRecord['because'],
  progress: RecordProgress | undefined,
  known: Failure | undefined,
  tools: FinishTools,
): Setback {
  const now = tools.now();
  const firstTryAt = request.retry ? new Date(request.retry.firstTryAt) : now;
  const forgottenAt = findForgottenAt({ endedAt: request.endedAt, firstTryAt, row: known });
  const error = because === 'time-is-up' ? undefined : because;
  const why = error?.message ?? 'Reading a long record: the time of the run is up';
  const asking = {
    now,
    firstTryAt,
    failedTries: request.retry?.failedTries ?? 0,
    throttledTries: request.retry?.throttledTries ?? 0,
    forgottenAt,
    baseDelayMs: tools.baseDelayMs,
    random: tools.random(),
  };
  const decision = error ? decideAfterRefusal(error, asking) : resumeAtOnce;
  const failure: Failure = {
    callId: request.callIds[0],
    state: 'pending',
    reason: why,
    httpStatus: error?.status,
    firstTryAt: known?.firstTryAt ?? firstTryAt,
    lastTryAt: now,
    nextTryAt: decision.next === 'lost' ? undefined : new Date(now.getTime() + decision.afterMs),
    forgottenAt,
    refusedBlob: known?.refusedBlob,
  };
  return { request, why, error, decision, now, firstTryAt, failure, progress };
}

async function carryOutSetback(setback: Setback, tools: FinishTools): Promise<void> {
  const { request, decision, failure } = setback;
  switch (decision.next) {
    case 'ask-again': {
      const failedTries = (request.retry?.failedTries ?? 0) + (decision.counts ? 1 : 0);
      const throttledTries = countThrottledTries(setback);
      const retry = {
        firstTryAt: setback.firstTryAt.toISOString(),
        failedTries,
        ...(throttledTries > 0 && { throttledTries }),
      };
      // The row first: where it cannot be written, no message was sent that would compete with this one.
      await tools.ledger.put(failure);
      await postpone(followUp(setback, retry), decision.afterMs, tools.queue, setback.now);
      return noteSetback(
        setback.progress ? 'archiving.record-paused' : 'archiving.record-postponed',
        setback,
        tools,
      );
    }
    case 'leave-to-reconcile':
      await tools.ledger.put(failure);
      return noteSetback('archiving.record-postponed', setback, tools);
    case 'set-aside':
      await tools.ledger.put({ ...failure, state: 'refused', refusedBlob: await keepBody(setback, tools) });
      return noteSetback('archiving.record-refused', setback, tools);
    case 'lost':
      await tools.ledger.put({ ...failure, state: 'lost' });
      return noteSetback('archiving.record-lost', setback, tools);
  }
}

/** In a row: a record of which something more was read, or that waits for the app's own pace, is not stuck. */
function countThrottledTries({ request, error, progress }: Setback): number {
  const before = request.kind === 'resume' ? countPages(request.progress.counts) : 0;
  const hasAdvanced = progress !== undefined && countPages(progress.counts) > before;
  if (error?.meaning !== 'throttled' || error.status === undefined || hasAdvanced) return 0;
  return (request.retry?.throttledTries ?? 0) + 1;
}

/** The message that resumes the record where it was left, or requests it from its beginning. */
function followUp(
  { request, progress }: Setback,
  retry: RetryState,
): (RecordsRequest | ResumeRequest) & { retry: RetryState } {
  const { schema, reason, callIds, endedAt, askedAt } = request;
  const same = { schema, reason, callIds, retry, ...(askedAt && { askedAt }), ...(endedAt && { endedAt }) };
  if (progress) return { ...same, kind: 'resume', progress };
  const listed = request.kind === 'records' ? request.listed : undefined;
  return { ...same, kind: 'records', ...(listed && { listed }) };
}

/** Without a body, what an earlier answer had stays named. */
async function keepBody({ error, failure, now }: Setback, tools: FinishTools): Promise<string | undefined> {
  if (!error?.body) return failure.refusedBlob;
  const name = refusedPath(failure.callId, now);
  await tools.evidence.put(name, error.body);
  return name;
}

function noteSetback(
  name: `archiving.record-${'postponed' | 'paused' | 'refused' | 'lost'}`,
  { request, why, error, failure, progress }: Setback,
  tools: FinishTools,
): void {
  tools.note(name, {
    call_id: failure.callId,
    why,
    meaning: error?.meaning,
    status: error?.status,
    graph_code: error?.graphCode,
    request_id: error?.requestId,
    failed_tries: request.retry?.failedTries ?? 0,
    next_try: failure.nextTryAt?.toISOString(),
    pages_read: progress && countPages(progress.counts),
  });
}
