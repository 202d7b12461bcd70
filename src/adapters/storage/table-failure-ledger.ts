/** The failure ledger as rows of the table `FailureLedger`, with a marker in `ArchiveState` for each open one. */
import type { TableClient } from '@azure/data-tables';
import { secondMs } from '../../model/durations.ts';
import { type Failure, type FailureLedger, keepsClosedMs } from '../../ports/failure-ledger.ts';
import {
  type FailureRow,
  formatFailure,
  formatFailureChange,
  isStatus,
  parseFailure,
  recordPartition,
} from './failure-row.ts';
import { type Marker, makeOpenFailures } from './open-failures.ts';
import { tidyFailures } from './tidy-failures.ts';
import { limitTime } from './time-limit.ts';

export interface FailureLedgerOptions {
  now?: () => Date;
  /** Rows that one request lists; Tables allows 1,000. */
  maxPageSize?: number;
  maxStretchMs?: number;
}

/** Rows that are read at a time. */
const readsAtOnce = 32;

export function makeTableFailureLedger(
  table: TableClient,
  stateTable: TableClient,
  options: FailureLedgerOptions = {},
): FailureLedger {
  const { now = () => new Date(), maxPageSize = 1000, maxStretchMs = 20 * secondMs } = options;
  const open = makeOpenFailures(stateTable);

  /** `undefined` when there is none, or when it is closed. */
  async function readOpenRow(callId: string): Promise<FailureRow | undefined> {
    try {
      const row = await table.getEntity<Record<string, unknown>>(recordPartition, callId, limitTime());
      return row['state'] === 'closed' ? undefined : row;
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  /** The row of a marker, unless it is closed or was lost so long ago that nobody asks about it. */
  async function readMarked(marker: Marker): Promise<Failure | undefined> {
    const row = await readOpenRow(marker.rowKey ?? '');
    const failure = row && parseFailure(row);
    const isListed =
      failure?.state !== 'lost' || now().getTime() - failure.forgottenAt.getTime() < keepsClosedMs;
    if (failure && isListed) return failure;
    await open.drop(marker, now());
    return undefined;
  }

  return {
    async put(failure) {
      await open.mark(failure.callId);
      await table.upsertEntity(formatFailure(failure), 'Replace', limitTime());
    },
    async close(callId, at) {
      const closed = { state: 'closed', last_try: at.toISOString(), next_try: '' };
      try {
        await table.updateEntity(
          { partitionKey: recordPartition, rowKey: callId, ...closed },
          'Merge',
          limitTime(),
        );
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    },
    async find(callId) {
      const row = await readOpenRow(callId);
      return row && parseFailure(row);
    },
    async *list(states) {
      for await (const page of open.listPages(maxPageSize)) {
        for (let at = 0; at < page.length; at += readsAtOnce) {
          const rows = await Promise.all(page.slice(at, at + readsAtOnce).map(readMarked));
          yield* rows.filter((row) => row !== undefined).filter(({ state }) => states.includes(state));
        }
      }
    },
    async change(callId, change) {
      const row = await readOpenRow(callId);
      if (!row) return false;
      try {
        const changed = { partitionKey: recordPartition, rowKey: callId, ...formatFailureChange(change) };
        await table.updateEntity(changed, 'Merge', { ...limitTime(), etag: row.etag });
        return true;
      } catch (error) {
        if (isStatus(error, 404, 412)) return false;
        throw error;
      }
    },
    tidy: () => tidyFailures({ ledger: table, state: stateTable, open, now, maxPageSize, maxStretchMs }),
  };
}
