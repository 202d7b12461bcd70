/** A row of the table `FailureLedger` (columns: design §3). */
import { RestError, type TableEntityResult } from '@azure/data-tables';
import type { Failure, FailureChange } from '../../ports/failure-ledger.ts';

/** The partition of the call records. */
export const recordPartition = 'record';

export type FailureRow = TableEntityResult<Record<string, unknown>>;

export function formatFailure(failure: Failure) {
  return {
    partitionKey: recordPartition,
    rowKey: failure.callId,
    state: failure.state,
    reason: failure.reason,
    ...(failure.httpStatus !== undefined && { http_status: failure.httpStatus }),
    first_try: failure.firstTryAt.toISOString(),
    last_try: failure.lastTryAt.toISOString(),
    ...(failure.nextTryAt && { next_try: failure.nextTryAt.toISOString() }),
    forgotten_at: failure.forgottenAt.toISOString(),
    ...(failure.refusedBlob && { refused_blob: failure.refusedBlob }),
  };
}

/** A merged row cannot lose a column: an empty text stands for nothing. */
export function formatFailureChange(change: FailureChange): Record<string, string> {
  const { state, forgottenAt } = change;
  return {
    ...(state && { state }),
    ...('nextTryAt' in change && { next_try: change.nextTryAt?.toISOString() ?? '' }),
    ...(forgottenAt && { forgotten_at: forgottenAt.toISOString() }),
  };
}

/** Of a row that is not closed. */
export function parseFailure(row: FailureRow): Failure {
  const text = (name: string) => (row[name] ? String(row[name]) : undefined);
  const time = (name: string) => new Date(text(name) ?? 0);
  return {
    callId: row.rowKey ?? '',
    // Written by put() and change(), never otherwise.
    state: row['state'] as Failure['state'],
    reason: text('reason') ?? '',
    httpStatus: row['http_status'] === undefined ? undefined : Number(row['http_status']),
    firstTryAt: time('first_try'),
    lastTryAt: time('last_try'),
    nextTryAt: text('next_try') === undefined ? undefined : time('next_try'),
    forgottenAt: time('forgotten_at'),
    refusedBlob: text('refused_blob'),
  };
}

export function isStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof RestError && statuses.includes(error.statusCode ?? 0);
}
