/**
 * Which rows of the failure ledger are open: a marker each, next to the ledger in `ArchiveState`. A table is searched row
 * by row, so that a search for the open ones among years of closed ones would take minutes; a walk over markers does
 * not. A marker is written before its row opens. One whose row has closed is dropped when a walk meets it.
 */
import { odata, type TableClient, type TableEntityResult } from '@azure/data-tables';
import { hourMs } from '../../model/durations.ts';
import { isStatus } from './failure-row.ts';
import { limitSteps, limitTime } from './time-limit.ts';

const partitionKey = 'open-failures';
/** Until then the row that the marker was written for may still be on its way: no write is tried for so long. */
const minAgeMs = hourMs;

export type Marker = TableEntityResult<object>;

export interface OpenFailures {
  /** Before the row is written. */
  mark(callId: string): Promise<void>;
  /** For a row that is open already: does nothing where it has a marker. */
  markAgain(callId: string): Promise<void>;
  listPages(maxPageSize: number): AsyncIterable<Marker[]>;
  /** The row is not open. Leaves a marker that is young or was rewritten in the meantime. */
  drop(marker: Marker, now: Date): Promise<void>;
}

export function makeOpenFailures(table: TableClient): OpenFailures {
  return {
    async mark(callId) {
      await table.upsertEntity({ partitionKey, rowKey: callId }, 'Replace', limitTime());
    },
    async markAgain(callId) {
      try {
        await table.createEntity({ partitionKey, rowKey: callId }, limitTime());
      } catch (error) {
        if (!isStatus(error, 409)) throw error;
      }
    },
    listPages(maxPageSize) {
      const queryOptions = { filter: odata`PartitionKey eq ${partitionKey}` };
      return limitSteps(table.listEntities<object>({ queryOptions }).byPage({ maxPageSize }));
    },
    async drop({ rowKey = '', etag, timestamp }, now) {
      if (timestamp === undefined || now.getTime() - Date.parse(timestamp) < minAgeMs) return;
      try {
        await table.deleteEntity(partitionKey, rowKey, { ...limitTime(), etag });
      } catch (error) {
        if (!isStatus(error, 404, 412)) throw error;
      }
    },
  };
}
