/** The failure ledger as rows of the table `FailureLedger` (columns: design §3). */
import { odata, RestError, type TableClient, type TableEntityResult } from '@azure/data-tables';
import type { Failure, FailureChange, FailureLedger } from '../../ports/failure-ledger.ts';
import { limitSteps, limitTime } from './time-limit.ts';

const partitionKey = 'record';

type Row = TableEntityResult<Record<string, unknown>>;

export function makeTableFailureLedger(table: TableClient): FailureLedger {
  /** `undefined` when there is none, or when it is closed. */
  async function readOpenRow(callId: string): Promise<Row | undefined> {
    try {
      const row = await table.getEntity<Record<string, unknown>>(partitionKey, callId, limitTime());
      return row['state'] === 'closed' ? undefined : row;
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  return {
    async put(failure) {
      const row = {
        partitionKey,
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
      await table.upsertEntity(row, 'Replace', limitTime());
    },
    async close(callId, at) {
      const row = { partitionKey, rowKey: callId, state: 'closed', last_try: at.toISOString(), next_try: '' };
      try {
        await table.updateEntity(row, 'Merge', limitTime());
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    },
    async find(callId) {
      const row = await readOpenRow(callId);
      return row && parseRow(row);
    },
    async *list(states) {
      const isState = states.map((state) => odata`state eq ${state}`).join(' or ');
      const filter = `${odata`PartitionKey eq ${partitionKey}`} and (${isState})`;
      const rows = table.listEntities<Record<string, unknown>>({ queryOptions: { filter } });
      for await (const row of limitSteps(rows)) yield parseRow(row);
    },
    async change(callId, change) {
      const row = await readOpenRow(callId);
      if (!row) return false;
      try {
        const changed = { partitionKey, rowKey: callId, ...formatChange(change) };
        await table.updateEntity(changed, 'Merge', { ...limitTime(), etag: row.etag });
        return true;
      } catch (error) {
        if (isStatus(error, 404) || isStatus(error, 412)) return false;
        throw error;
      }
    },
  };
}

/** A merged row cannot lose a column: an empty text stands for nothing. */
function formatChange(change: FailureChange): Record<string, string> {
  const { state, forgottenAt } = change;
  return {
    ...(state && { state }),
    ...('nextTryAt' in change && { next_try: change.nextTryAt?.toISOString() ?? '' }),
    ...(forgottenAt && { forgotten_at: forgottenAt.toISOString() }),
  };
}

function parseRow(row: Row): Failure {
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

function isStatus(error: unknown, status: number): boolean {
  return error instanceof RestError && error.statusCode === status;
}
