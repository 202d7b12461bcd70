/** The failure ledger as rows of the table `FailureLedger` (columns: design §3). */
import { RestError, type TableClient } from '@azure/data-tables';
import type { FailureLedger } from '../../ports/failure-ledger.ts';

const partitionKey = 'record';

export function makeTableFailureLedger(table: TableClient): FailureLedger {
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
      await table.upsertEntity(row, 'Replace');
    },
    async close(callId, at) {
      const row = { partitionKey, rowKey: callId, state: 'closed', last_try: at.toISOString(), next_try: '' };
      try {
        await table.updateEntity(row, 'Merge');
      } catch (error) {
        if (!(error instanceof RestError && error.statusCode === 404)) throw error;
      }
    },
  };
}
