/**
 * Asks for calls: all that reconciling may do about what is missing. Those that stand in the failure ledger get a
 * message each, which closes the row when it is done; the others are packed.
 */
import { graphKeepsMs } from '../model/after-refusal.ts';
import type { ArchiveReason } from '../model/archive-request.ts';
import { utcDay } from '../model/day-window.ts';
import type { ListedCall } from '../ports/call-list.ts';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import { whenForgotten } from './compare-call.ts';

export interface AskTools {
  queue: RequestQueue;
  ledger: FailureLedger;
  now(): Date;
}

/** A call that Graph lists, or of which only the id is known. */
export type WantedCall = ListedCall | { callId: string; endedAt?: undefined; startedAt?: undefined };

export interface CallAsker {
  /** Asks for a call; `row` is its open row in the ledger. `false`: it is being asked for already. */
  ask(call: WantedCall, row: Failure | undefined): Promise<boolean>;
  /** Sends what waits to be packed. */
  flush(): Promise<void>;
}

/** With ends, dates and versions of any size, so many stay under the 48 KiB that a queue message can hold. */
const mostCallsPerMessage = 400;
/** What is in the ledger is asked for again once a day (design §6). */
const askedEveryMs = 24 * 60 * 60_000;

/** `insists`: also asks for what the ledger will ask for at its own time. */
export function makeCallAsker(
  tools: AskTools,
  reason: ArchiveReason,
  { insists }: { insists: boolean },
): CallAsker {
  let waiting: WantedCall[] = [];

  async function flush(): Promise<void> {
    const calls = waiting;
    waiting = [];
    if (calls.length === 0) return;
    await tools.queue.send({
      schema: 1,
      kind: 'records',
      reason,
      callIds: calls.map(({ callId }) => callId),
      ends: calls.map(({ endedAt }) => endedAt?.toISOString() ?? null),
      listed: calls.map((call) => ('version' in call ? [utcDay(call.startedAt), call.version] : null)),
    });
  }

  return {
    flush,
    async ask(call, row) {
      if (row) {
        const known = await correctForgetting(call, row, tools.ledger);
        if (row.state !== 'lost' && !insists && !isDue(row, tools.now())) return false;
        return askAgain(known, reason, tools);
      }
      waiting.push(call);
      if (waiting.length >= mostCallsPerMessage) await flush();
      return true;
    },
  };
}

/**
 * A row that waits for a day is reconcile's to ask for. One with a shorter wait has a message of its own on its way;
 * only when that is a day late, it counts as gone.
 */
export function isDue({ lastTryAt, nextTryAt }: Failure, now: Date): boolean {
  if (nextTryAt === undefined) return true;
  const hasMessage = nextTryAt.getTime() - lastTryAt.getTime() < askedEveryMs;
  return now.getTime() >= nextTryAt.getTime() + (hasMessage ? askedEveryMs : 0);
}

/** Asks for a call that stands in the ledger. `false`: the row has a newer fate meanwhile. */
export async function askAgain(row: Failure, reason: ArchiveReason, tools: AskTools): Promise<boolean> {
  const { callId, firstTryAt, forgottenAt } = row;
  const nextTryAt = new Date(tools.now().getTime() + askedEveryMs);
  // The row first: the one who archives may close it before this function goes on.
  if (!(await tools.ledger.change(callId, { nextTryAt }))) return false;
  await tools.queue.send({
    schema: 1,
    kind: 'records',
    reason,
    callIds: [callId],
    endedAt: new Date(forgottenAt.getTime() - graphKeepsMs).toISOString(),
    retry: { firstTryAt: firstTryAt.toISOString(), failedTries: 0 },
  });
  return true;
}

/** List knows when the call ended; who wrote the row may not have known. */
async function correctForgetting(call: WantedCall, row: Failure, ledger: FailureLedger): Promise<Failure> {
  if (!call.endedAt) return row;
  const forgottenAt = whenForgotten(call);
  if (forgottenAt.getTime() === row.forgottenAt.getTime()) return row;
  await ledger.change(row.callId, { forgottenAt });
  return { ...row, forgottenAt };
}
