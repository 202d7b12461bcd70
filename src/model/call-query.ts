/** What a reader looks for among calls, and which calls those are. */

import type { CallRow } from './call-row.ts';
import { utcDay } from './day-window.ts';
import { type FindBy, sortKeyOf } from './index-rows.ts';
import { qualityOfRow } from './row-quality.ts';

export interface CallQuery {
  /** A find key (find-key.ts), or its hash; absent = every call. */
  by?: FindBy;
  /** Calls that started in `[from, to)`. */
  from?: Date;
  to?: Date;
  /** `groupCall`, `peerToPeer`, in any case of letters. */
  type?: string;
  failed?: boolean;
  /** With a poor stream, of the person's own where `by` is one. Rows that do not say how good a call was are given too. */
  poor?: boolean;
  /** The continuation of the last call that was seen: only calls after it. */
  after?: string;
  /** How many are wanted at first, if that is known; also how many are fetched at a time. */
  limit?: number;
}

/** Where to continue after this call. */
export function continuationOf(row: CallRow): string {
  return sortKeyOf(row);
}

/** Whether a call that is found by the query's key is one that the query asks for. */
export function matchesQuery(row: CallRow, { from, to, type, failed, poor, after }: CallQuery): boolean {
  const startedAt = Date.parse(row.startedAt);
  return (
    (!from || startedAt >= from.getTime()) &&
    (!to || startedAt < to.getTime()) &&
    (type === undefined || row.type?.toLowerCase() === type.toLowerCase()) &&
    (failed === undefined || row.failed === failed) &&
    (!poor || qualityOfRow(row) === 'poor' || qualityOfRow(row) === 'unknown') &&
    (after === undefined || sortKeyOf(row) > after)
  );
}

/** The UTC days on which a query's calls can have started, both included; absent = no limit on that side. */
export function daysOfQuery({ from, to, after }: CallQuery): { first?: string; last?: string } {
  const lastMoments = [to && to.getTime() - 1, timeOfContinuation(after)].filter(
    (time) => time !== undefined,
  );
  return {
    ...(from && { first: utcDay(from) }),
    ...(lastMoments.length > 0 && { last: utcDay(new Date(Math.min(...lastMoments))) }),
  };
}

/** Newest first, and of the versions of a call the newest only. */
export function newestFirst<Row extends CallRow>(rows: Iterable<Row>): Row[] {
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const known = newest.get(row.callId);
    if (!known || BigInt(row.version) > BigInt(known.version)) newest.set(row.callId, row);
  }
  return [...newest.values()].sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
}

/** The latest possible start of a call after this continuation. */
function timeOfContinuation(after: string | undefined): number | undefined {
  const inverted = after === undefined ? Number.NaN : Number(after.slice(0, 15));
  return Number.isNaN(inverted) ? undefined : Date.parse('9999-12-31T23:59:59.999Z') - inverted;
}
