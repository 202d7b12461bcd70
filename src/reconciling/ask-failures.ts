/** Asks again for what the failure ledger holds: once a day each, or when its owner says so. */
import type { NoteEvent } from '../ports/event-log.ts';
import { type AskTools, askAgain, isDue } from './ask-calls.ts';

export interface FailureTools extends AskTools {
  note: NoteEvent;
}

/** Asks for every open row whose time has come; one that Graph has forgotten meanwhile becomes lost. */
export async function askDueFailures(
  deadline: Date,
  tools: FailureTools,
): Promise<{ asked: number; lost: number }> {
  const result = { asked: 0, lost: 0 };
  for await (const row of tools.ledger.list(['pending', 'refused'])) {
    const now = tools.now();
    // What is left has its turn in the next run.
    if (now > deadline) break;
    const { callId, forgottenAt } = row;
    if (forgottenAt <= now) {
      if (!(await tools.ledger.change(callId, { state: 'lost', nextTryAt: undefined }))) continue;
      result.lost += 1;
      tools.note('reconciling.record-lost', { call_id: callId, forgotten_at: forgottenAt.toISOString() });
    } else if (isDue(row, now) && (await askAgain(row, 'reconcile', tools))) result.asked += 1;
  }
  return result;
}
