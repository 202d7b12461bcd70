/** Whether records wait too long to be archived: the open rows of the failure ledger. */
import { hourMs } from '../../model/durations.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';
import type { LedgerSurvey } from '../survey-ledger.ts';

/** Records are requested repeatedly for four hours, then once a day. */
const longMs = 6 * hourMs;
/** The daily try has failed too. */
const tooLongMs = 48 * hourMs;

export function judgePending(
  { pending, refused, oldest, complete }: LedgerSurvey,
  now: Date,
  commands: Commands,
): Finding {
  const waitsMs = oldest ? now.getTime() - oldest.firstTryAt.getTime() : 0;
  const facts = {
    pending,
    refused,
    oldestCallId: oldest?.callId,
    oldestFirstTryAt: oldest?.firstTryAt.toISOString(),
    oldestReason: oldest?.reason,
    ...(!complete && { countedAll: false }),
  };
  if (waitsMs < longMs && refused === 0 && complete) return fine(facts);
  const ifNoCall =
    oldest?.httpStatus === 404 && waitsMs >= longMs
      ? ` Graph does not know the oldest. If it is no call’s id, as after a typing error in a backfill, close its row: ${commands.closeFailure(oldest.callId)}`
      : '';
  return {
    state: waitsMs < tooLongMs ? 'warn' : 'fail',
    facts,
    advice:
      'Records could not be archived (or the ledger is too long to be counted in time), and Graph forgets them 30 days ' +
      'after the call. The table FailureLedger says why; once the cause is gone, call-archive redrive (or POST ' +
      `/api/redrive) asks for them again.${ifNoCall}`,
  };
}
