/** Requests again what the failure ledger holds, each row once a day. */
import { workAtOnce } from '../concurrency/work-at-once.ts';
import { minuteMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { Failure } from '../ports/failure-ledger.ts';
import { type AskTools, askAgain, isDueToAsk } from './ask-calls.ts';

export interface FailureTools extends AskTools {
  note: NoteEvent;
}

/** Rows that are requested at a time. */
const rowsAtOnce = 16;
/** The time that each run has for the ledger, however long it listed before: so the ledger advances run by run. */
const minTimeMs = minuteMs;

/**
 * Requests every open row that is due; one that Graph has since forgotten becomes lost. What is left at the deadline
 * has its turn in the next run, in which the rows before it are not due. Throws the reason of `held`.
 */
export async function askDueFailures(
  { deadline, held }: { deadline: Date; held: AbortSignal },
  tools: FailureTools,
): Promise<{ asked: number; lost: number }> {
  const { ledger, note, now } = tools;
  const endsAt = Math.max(deadline.getTime(), now().getTime() + minTimeMs);
  const result = { asked: 0, lost: 0 };

  async function* listInTime(): AsyncGenerator<Failure> {
    for await (const row of ledger.list(['pending', 'refused'])) {
      held.throwIfAborted();
      if (now().getTime() > endsAt) return;
      yield row;
    }
  }

  await workAtOnce(listInTime(), rowsAtOnce, async (row) => {
    const { callId, forgottenAt } = row;
    if (forgottenAt <= now()) {
      if (!(await ledger.change(callId, { state: 'lost', nextTryAt: undefined }))) return;
      result.lost += 1;
      note('reconciling.record-lost', { call_id: callId, forgotten_at: forgottenAt.toISOString() });
    } else if (isDueToAsk(row, now()) && (await askAgain(row, 'reconcile', tools))) result.asked += 1;
  });
  return result;
}
