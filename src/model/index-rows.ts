/** The rows of the table `CallIndex`: their keys (design §3) and their columns, both ways. */

import { hash } from 'node:crypto';
import { z } from 'zod';
import { isPathOf } from './archive-path.ts';
import type { CallRow } from './call-row.ts';
import { utcDay } from './day-window.ts';
import type { OwnStreams } from './record-facts.ts';

export interface IndexRow extends Columns {
  partitionKey: string;
  rowKey: string;
}

export interface Columns {
  [column: string]: string | number | bigint | boolean;
}

/** Rows of one partition for one transaction. */
export interface RowBatch {
  partitionKey: string;
  /** What every row says. */
  columns: Columns;
  /** What each row says besides. */
  rows: { rowKey: string; columns: Columns }[];
}

/** No call is later; row keys count down to it, so that later calls come first. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');
/** At most this many characters of a text go into a column; the record itself has all of it. */
const maxTextLength = 1000;

/** How many hex digits of a find key's SHA-256 are used. */
const hashDigits = 32;

/** At most this many rows in a transaction, all of one partition. */
export const maxTransactionRows = 100;

export function idPartition(tenantId: string, callId: string): string {
  return `c-${tenantId}-${callId}`;
}

export function dayPartition(tenantId: string, callDay: string): string {
  return `d-${tenantId}-${callDay}`;
}

export function hashFindKey(key: string): string {
  return hash('sha256', key, 'hex').slice(0, hashDigits);
}

/** A find key, or where the key must not be written, what `hashFindKey` makes of it. */
export type FindBy = string | { hash: string };

/** Which of these keys is meant; `undefined` when none is. */
export function chooseKey(keys: readonly string[], by: FindBy): string | undefined {
  if (typeof by === 'string') return keys.includes(by) ? by : undefined;
  return keys.find((key) => hashFindKey(key) === by.hash);
}

/** Whether a text, such as one of a URL, has the form of such a hash. */
export function isFindKeyHash(text: string): boolean {
  return text.length === hashDigits && /^[0-9a-f]+$/.test(text);
}

/** Where the calls of a find key are: the row keys of one partition that begin with `prefix`, newest first. */
export function locateFindKey(tenantId: string, by: FindBy): { partitionKey: string; prefix: string } {
  const keyHash = typeof by === 'string' ? hashFindKey(by) : by.hash;
  return { partitionKey: findPartition(tenantId, keyHash), prefix: `${keyHash}-` };
}

export function findPartition(tenantId: string, keyHash: string): string {
  return `p-${tenantId}-${keyHash.slice(0, 2)}`;
}

/** By these texts calls are sorted newest first. */
export function sortKeyOf({ startedAt, callId }: Pick<CallRow, 'startedAt' | 'callId'>): string {
  return `${invertTime(new Date(startedAt).getTime())}-${callId}`;
}

/** The later the time, the smaller the text; all of one length. */
export function invertTime(timeMs: number): string {
  return String(endOfTime - timeMs).padStart(15, '0');
}

export function formatCallColumns(row: CallRow): Columns {
  const columns: Columns = {
    call_id: row.callId,
    version: row.version,
    blob: row.blob,
    started_at: row.startedAt,
    modalities: clip(row.modalities.join(',')),
    people: row.people,
    failed: row.failed,
    sessions: row.sessions,
    participants: row.participants,
    bytes: BigInt(row.sizeBytes),
    sha256: row.sha256,
    fetched_at: row.fetchedAt,
    reason: row.reason,
  };
  // Spreading these into the literal takes five times as long.
  if (row.failedSessions !== undefined) columns['failed_sessions'] = row.failedSessions;
  if (row.classifiedStreams !== undefined) columns['classified_streams'] = row.classifiedStreams;
  if (row.poorStreams !== undefined) columns['poor_streams'] = row.poorStreams;
  if (row.endedAt) columns['ended_at'] = row.endedAt;
  if (row.type) columns['type'] = clip(row.type);
  if (row.organizer) columns['organizer'] = clip(row.organizer);
  return columns;
}

/** What a find row says besides. */
export function formatFindColumns(key: string, own: OwnStreams | undefined): Columns {
  return own ? { key, own_classified_streams: own.classified, own_poor_streams: own.poor } : { key };
}

/** A text that a column takes: half a character, left by the cut or by Graph, is replaced. */
function clip(text: string): string {
  return text.slice(0, maxTextLength).toWellFormed();
}

/**
 * The row that these columns make up; `undefined` when one is missing, or the blob is not the one of this call, version
 * and day, as in rows that are not the archive's own.
 */
export function parseCallColumns(
  columns: Readonly<Record<string, unknown>>,
  owner: { tenantId: string },
): CallRow | undefined {
  const parsed = columnsForm.safeParse(columns);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const record = {
    tenantId: owner.tenantId,
    callId: data.call_id,
    version: data.version,
    callDay: utcDay(new Date(data.started_at)),
  };
  if (!isPathOf(data.blob, record)) return undefined;
  return {
    ...record,
    blob: data.blob,
    startedAt: data.started_at,
    endedAt: data.ended_at,
    type: data.type,
    modalities: data.modalities.split(',').filter(Boolean),
    sessions: data.sessions,
    participants: data.participants,
    sizeBytes: Number(data.bytes),
    sha256: data.sha256,
    fetchedAt: data.fetched_at,
    reason: data.reason,
    organizer: data.organizer,
    people: data.people,
    failed: data.failed,
    ...(data.key !== undefined && { foundBy: data.key }),
    failedSessions: data.failed_sessions,
    classifiedStreams: data.classified_streams,
    poorStreams: data.poor_streams,
    ...(data.own_classified_streams !== undefined && {
      ownClassifiedStreams: data.own_classified_streams,
      ownPoorStreams: data.own_poor_streams,
    }),
  };
}

const columnsForm = z.object({
  key: z.string().optional(),
  call_id: z.string(),
  version: z.string().regex(/^[1-9]\d*$/),
  blob: z.string(),
  started_at: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  ended_at: z.string().optional(),
  type: z.string().optional(),
  modalities: z.string(),
  organizer: z.string().optional(),
  people: z.number(),
  failed: z.boolean(),
  failed_sessions: z.number().optional(),
  classified_streams: z.number().optional(),
  poor_streams: z.number().optional(),
  own_classified_streams: z.number().optional(),
  own_poor_streams: z.number().optional(),
  sessions: z.number(),
  participants: z.number(),
  bytes: z.union([z.bigint(), z.number()]),
  sha256: z.string(),
  fetched_at: z.string(),
  reason: z.string(),
});
