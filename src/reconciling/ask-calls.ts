/**
 * Requests calls: all that reconciling may do about what is missing. Calls with a row in the failure ledger get a
 * message each, so that the row is closed when it is done; the others are packed.
 */
import { expiringMs, graphKeepsMs } from '../model/after-refusal.ts';
import type { ArchiveReason } from '../model/archive-request.ts';
import { utcDay } from '../model/day-window.ts';
import { dayMs } from '../model/durations.ts';
import type { ListedCall } from '../ports/call-list.ts';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import { whenForgotten } from './compare-call.ts';

export interface AskTools {
  queue: RequestQueue;
  ledger: FailureLedger;
  now(): Date;
}

/** A call that Graph lists, or one of which only the id is known. */
export type WantedCall = ListedCall | { callId: string; endedAt?: undefined; startedAt?: undefined };

export interface CallAsker {
  /** Requests a call; `row` is its open row in the ledger. `false`: it has been requested already. */
  ask(call: WantedCall, row: Failure | undefined): Promise<boolean>;
  /** Sends the calls that wait to be packed. */
  flush(): Promise<void>;
}

/** With ends, dates and versions of any size, this many stay under the 48 KiB that a queue message can hold. */
const maxCallsPerMessage = 400;
/** How often a call in the ledger is requested again (design §6). */
const askedEveryMs = dayMs;

/** `insists`: also requests calls whose turn in the ledger has not come yet. */
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
        if (row.state !== 'lost' && !insists && !isDueToAsk(row, tools.now())) return false;
        return askAgain(known, reason, tools);
      }
      waiting.push(call);
      if (waiting.length >= maxCallsPerMessage) await flush();
      return true;
    },
  };
}

/**
 * A row that waits for a day is reconcile's to request. One with a shorter wait has a message of its own under way, which
 * counts as gone only when it is a day late.
 */
export function isDueToAsk({ lastTryAt, nextTryAt, forgottenAt }: Failure, now: Date): boolean {
  if (nextTryAt === undefined) return true;
  const isFarOff = nextTryAt.getTime() - now.getTime() > askedEveryMs;
  // However long Graph asked to wait: not until it has forgotten the record.
  if (isFarOff && forgottenAt.getTime() - now.getTime() < expiringMs) return true;
  const hasMessage = nextTryAt.getTime() - lastTryAt.getTime() < askedEveryMs;
  return now.getTime() >= nextTryAt.getTime() + (hasMessage ? askedEveryMs : 0);
}

/** Requests a call that has a row in the ledger. `false`: the row was closed or rewritten in the meantime. */
export async function askAgain(row: Failure, reason: ArchiveReason, tools: AskTools): Promise<boolean> {
  const { callId, firstTryAt, forgottenAt } = row;
  const nextTryAt = new Date(tools.now().getTime() + askedEveryMs);
  // The row first: the run that archives the call may close it before this function continues.
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

/** Graph's list says when the call ended; whoever wrote the row may not have known. */
async function correctForgetting(call: WantedCall, row: Failure, ledger: FailureLedger): Promise<Failure> {
  if (!call.endedAt) return row;
  const forgottenAt = whenForgotten(call);
  if (forgottenAt.getTime() === row.forgottenAt.getTime()) return row;
  await ledger.change(row.callId, { forgottenAt });
  return { ...row, forgottenAt };
}
