/** Whether a record was lost recently: Graph forgot it before it was archived. */
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';
import type { LedgerSurvey } from '../survey-ledger.ts';

export function judgeLost({ lost }: LedgerSurvey, commands: Commands): Finding {
  const facts = { lost: lost.count, ...(lost.callId !== undefined && { callId: lost.callId }) };
  if (lost.callId === undefined) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'Graph forgot these records before they were archived. The table FailureLedger has a row for each, with its ' +
      'reason; whatever stood in the way may cost more of them. To try once more, in case Graph has one after all: ' +
      `call-archive redrive ${lost.callId} . Seen and understood? Close its row, or wait until 30 days have passed: ` +
      commands.closeFailure(lost.callId),
  };
}
