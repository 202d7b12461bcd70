/** Compares the pages of one day's list with the archive, and requests what is missing. */
import type { DayWindow } from '../model/day-window.ts';
import { type DayCounts, noCounts } from '../model/sweep.ts';
import type { CallListPage, ListedCall } from '../ports/call-list.ts';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';
import { announcedWithinMs } from '../state/reconcile-state.ts';
import type { CallAsker } from './ask-calls.ts';
import { compareCall, isExpiring } from './compare-call.ts';

export interface ComparisonTools {
  asker: CallAsker;
  ledger: FailureLedger;
  now(): Date;
}

export interface ComparedPage {
  counts: DayCounts;
  /** When the newest call ended of those that Graph has had the time to announce. Where calls never pause, the newest of all has not. */
  newestEndedAt: string | undefined;
}

export interface DayComparison {
  take(page: CallListPage): Promise<ComparedPage>;
}

/** Ledger rows that are read at a time. */
const readsAtOnce = 32;

/** `archived`: the highest archived version of each call of this day. */
export function makeDayComparison(
  window: DayWindow,
  archived: ReadonlyMap<string, string>,
  { asker, ledger, now }: ComparisonTools,
): DayComparison {
  const seen = new Set<string>();

  /** Windows overlap: a call counts once, in the window of its own start, however often Graph lists it. */
  function isOwn({ callId, startedAt }: ListedCall): boolean {
    if (startedAt < window.from || startedAt >= window.to || seen.has(callId)) return false;
    seen.add(callId);
    return true;
  }

  return {
    async take({ calls, unreadable }) {
      const counts: DayCounts = { ...noCounts, unreadable };
      const own = calls.filter(isOwn);
      const lacking: ListedCall[] = [];
      for (const call of own) {
        const standing = compareCall(call.version, archived.get(call.callId));
        counts.listed += 1;
        counts[standing] += 1;
        if (standing === 'present') continue;
        lacking.push(call);
        if (isExpiring(call, now())) counts.expiring += 1;
      }
      for await (const { call, row } of withRows(lacking, ledger)) {
        if (row) counts.failed += 1;
        if (await asker.ask(call, row)) counts.requested += 1;
      }
      const announcedBy = new Date(now().getTime() - announcedWithinMs);
      const ends = own.flatMap(({ endedAt }) =>
        endedAt && endedAt < announcedBy ? endedAt.toISOString() : [],
      );
      return { counts, newestEndedAt: ends.sort().at(-1) };
    },
  };
}

/** Each call with its open row in the ledger, if it has one. */
export async function* withRows<Call extends { callId: string }>(
  calls: readonly Call[],
  ledger: FailureLedger,
): AsyncGenerator<{ call: Call; row: Failure | undefined }> {
  for (let at = 0; at < calls.length; at += readsAtOnce) {
    const some = calls.slice(at, at + readsAtOnce);
    yield* await Promise.all(some.map(async (call) => ({ call, row: await ledger.find(call.callId) })));
  }
}
