/** In-memory twin of the failure ledger: one row a call id. A closed row stays, with the time it was closed at. */
import type { Failure, FailureLedger } from '../../src/ports/failure-ledger.ts';

export type MemoryFailureLedger = FailureLedger & { rows: Map<string, Failure & { closedAt?: Date }> };

export function makeMemoryFailureLedger(): MemoryFailureLedger {
  const rows: MemoryFailureLedger['rows'] = new Map();
  return {
    rows,
    async put(failure) {
      rows.set(failure.callId, { ...failure });
    },
    async close(callId, at) {
      const row = rows.get(callId);
      if (row) rows.set(callId, { ...row, lastTryAt: at, nextTryAt: undefined, closedAt: at });
    },
  };
}
