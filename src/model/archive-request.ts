/**
 * The messages of the one queue, `archive-requests`. Their form is private to this app; `schema` is for the day it
 * changes while messages are under way. Everything that a retry must know is in the message, nothing in memory.
 */
import { z } from 'zod';
import { parseQueueMessage, readQueueMessage } from './queue-message.ts';
import { recordProgress } from './record-progress.ts';
import { sweep, sweepProgress } from './sweep.ts';

/** Why a record is requested; written into the blob's metadata. */
export const archiveReasons = ['notification', 'backfill', 'reconcile', 'redrive'] as const;

/** A packed message of this many ids, each with its end, stays under the 48 KiB that a queue message can hold. */
export const maxCallIdsPerRequest = 500;

const time = z.iso.datetime();

const retry = z.object({
  /** When the record was first requested. */
  firstTryAt: time,
  /** Failed tries. A throttled one (`Retry-After`) does not count, unless the record had to be started over. */
  failedTries: z.int().nonnegative(),
  /** How often in a row Graph throttled it, nothing of it being read in between. */
  throttledTries: z.int().positive().optional(),
  /** Not to be read before this, where the wait is longer than a queue can hide a message. */
  notBefore: time.optional(),
});

const recordsRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('records'),
  reason: z.enum(archiveReasons),
  callIds: z.array(z.guid().toLowerCase()).min(1).max(maxCallIdsPerRequest),
  /** When it was requested: a reading that began later has seen what there was to see. */
  askedAt: time.optional(),
  /** When the call ended, where Graph's list or the index says so. */
  endedAt: time.optional(),
  /** The same for each call of a packed message, in the order of their ids; `null` where it is not known. */
  ends: z.array(time.nullable()).max(maxCallIdsPerRequest).optional(),
  /**
   * For each call that Graph listed, in the order of their ids: the UTC date of its start and its version; `null` where
   * only the id is known. If it is archived by then, Graph need not be asked.
   */
  listed: z
    .array(z.tuple([z.iso.date(), z.string()]).nullable())
    .max(maxCallIdsPerRequest)
    .optional(),
  /** Present when the record had to wait before, or may have: then it may have a row in the failure ledger. */
  retry: retry.optional(),
});

/** A long record that was left between two pages. */
const resumeRequest = z.object({
  ...recordsRequest.omit({ ends: true, listed: true }).shape,
  kind: z.literal('resume'),
  callIds: z.tuple([z.guid().toLowerCase()]),
  retry,
  progress: recordProgress,
});

const renewRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('renew'),
  subscriptionId: z.guid(),
  event: z.enum(['reauthorizationRequired', 'subscriptionRemoved']),
  receivedAt: time,
});

const reconcileRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('reconcile'),
  /** `expiring`: recounts the calls about to be forgotten, and requests nothing. */
  cause: z.enum(['schedule', 'missed', 'operator', 'subscription-created', 'expiring']),
  /** All 30 days. */
  full: z.boolean().optional(),
  /** Notifications may be missing since then. */
  since: time.optional(),
  /** When it was requested: a run that began later covers it. */
  askedAt: time.optional(),
  /** Present when a run is resumed: what it does and how far it has come. */
  run: z.object({ scope: z.enum(['full', 'recent', 'expiring']), sweep, progress: sweepProgress }).optional(),
  /** For `expiring`: the run whose findings are recounted, and for which time. */
  recount: z.object({ runId: z.string(), round: z.int().positive() }).optional(),
});

const backfillRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('backfill'),
  sweep,
  /** Absent before it began. */
  progress: sweepProgress.optional(),
});

/** Resumes a round of the call reports; `ArchiveState` knows what is left of it. */
const reportsRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('reports'),
  round: z.string(),
});

/**
 * The form of a `reports` message before it had a kind of its own. One may lie in the queue during an upgrade; the
 * release after this one need not read it.
 */
const formerReportsRequest = z
  .object({ schema: z.literal(1), kind: z.literal('backfill'), reports: z.object({ round: z.string() }) })
  .transform(({ reports }) => ({ schema: 1, kind: 'reports', round: reports.round }) as const);

const archiveRequest = z.discriminatedUnion('kind', [
  recordsRequest,
  resumeRequest,
  renewRequest,
  reconcileRequest,
  backfillRequest,
  reportsRequest,
]);

export type ArchiveReason = (typeof archiveReasons)[number];
export type RecordsRequest = z.infer<typeof recordsRequest>;
export type ResumeRequest = z.infer<typeof resumeRequest>;
export type RetryState = z.infer<typeof retry>;
export type RenewRequest = z.infer<typeof renewRequest>;
export type ReconcileRequest = z.infer<typeof reconcileRequest>;
export type BackfillRequest = z.infer<typeof backfillRequest>;
export type ReportsRequest = z.infer<typeof reportsRequest>;
export type ArchiveRequest = z.infer<typeof archiveRequest>;

/** Throws ShapeError for a foreign message. */
export function parseArchiveRequest(message: unknown): ArchiveRequest {
  const value = readQueueMessage(message);
  return formerReportsRequest.safeParse(value).data ?? parseQueueMessage(value, archiveRequest);
}

/** Requests for these records, packed in as few messages as hold them. */
export function packRecordsRequests(callIds: Iterable<string>, reason: ArchiveReason): RecordsRequest[] {
  const ids = [...new Set(callIds)];
  const count = Math.ceil(ids.length / maxCallIdsPerRequest);
  return Array.from({ length: count }, (_, i) => ({
    schema: 1,
    kind: 'records',
    reason,
    callIds: ids.slice(i * maxCallIdsPerRequest, (i + 1) * maxCallIdsPerRequest),
  }));
}

/** A request for exactly one record. */
export type SingleRecordsRequest = Omit<RecordsRequest, 'callIds' | 'ends'> & { callIds: [string] };

/** One request a record. */
export function splitRecordsRequest({ ends, listed, ...request }: RecordsRequest): SingleRecordsRequest[] {
  return request.callIds.map((callId, i) => {
    const endedAt = ends?.[i] ?? request.endedAt;
    const one = listed?.[i];
    return { ...request, callIds: [callId], ...(endedAt && { endedAt }), ...(one && { listed: [one] }) };
  });
}
