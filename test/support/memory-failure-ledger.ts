/** In-memory twin of the failure ledger: one row a call id. A closed row stays, with the time it was closed at. */
import { type Failure, type FailureLedger, keepsClosedMs } from '../../src/ports/failure-ledger.ts';

export type MemoryFailureLedger = FailureLedger & { rows: Map<string, Failure & { closedAt?: Date }> };

export function makeMemoryFailureLedger(now = () => new Date()): MemoryFailureLedger {
  const rows: MemoryFailureLedger['rows'] = new Map();

  const isOld = (at: Date) => now().getTime() - at.getTime() >= keepsClosedMs;

  function findOpen(callId: string): Failure | undefined {
    const { closedAt, ...row } = rows.get(callId) ?? {};
    return closedAt || !('callId' in row) ? undefined : row;
  }

  return {
    rows,
    async put(failure) {
      rows.set(failure.callId, { ...failure });
    },
    async close(callId, at) {
      const row = rows.get(callId);
      if (row) rows.set(callId, { ...row, lastTryAt: at, nextTryAt: undefined, closedAt: at });
    },
    async find(callId) {
      return findOpen(callId);
    },
    async *list(states) {
      for (const callId of [...rows.keys()]) {
        const row = findOpen(callId);
        if (row && states.includes(row.state) && !(row.state === 'lost' && isOld(row.forgottenAt))) yield row;
      }
    },
    async change(callId, change) {
      const row = findOpen(callId);
      if (row) rows.set(callId, { ...row, ...change });
      return row !== undefined;
    },
    async tidy() {
      for (const [callId, { closedAt }] of rows) if (closedAt && isOld(closedAt)) rows.delete(callId);
    },
  };
}
