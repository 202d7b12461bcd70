/** One walk over the open rows of the failure ledger: what several checks want to know of them. */
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';

export interface LedgerSurvey {
  pending: number;
  refused: number;
  /** The row that waits longest, of either state. */
  oldest: Pick<Failure, 'callId' | 'firstTryAt' | 'reason'> | undefined;
  /** Rows that Graph answered with 401 or 403 last. */
  denied: { count: number; lastTryAt: Date | undefined };
}

export async function surveyLedger(ledger: Pick<FailureLedger, 'list'>): Promise<LedgerSurvey> {
  const survey: LedgerSurvey = {
    pending: 0,
    refused: 0,
    oldest: undefined,
    denied: { count: 0, lastTryAt: undefined },
  };
  for await (const row of ledger.list(['pending', 'refused'])) {
    if (row.state === 'pending') survey.pending += 1;
    else survey.refused += 1;
    if (!survey.oldest || row.firstTryAt < survey.oldest.firstTryAt) {
      survey.oldest = { callId: row.callId, firstTryAt: row.firstTryAt, reason: row.reason };
    }
    if (row.httpStatus === 401 || row.httpStatus === 403) {
      const { count, lastTryAt } = survey.denied;
      const isNewer = lastTryAt === undefined || row.lastTryAt > lastTryAt;
      survey.denied = { count: count + 1, lastTryAt: isNewer ? row.lastTryAt : lastTryAt };
    }
  }
  return survey;
}
