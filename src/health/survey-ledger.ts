/** One walk over the open rows of the failure ledger: what several checks want to know of them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';

export interface LedgerSurvey {
  pending: number;
  refused: number;
  /** The pending row that waits longest. */
  oldest: Pick<Failure, 'callId' | 'firstTryAt' | 'reason'> | undefined;
  /** Rows that Graph answered with 401 or 403 last. */
  denied: { count: number; lastTryAt: Date | undefined };
  /** `false`: there was no time for all rows. */
  complete: boolean;
}

/** Closed rows stay in the table, and a walk passes them by: after years that may take long. */
const longestWalkMs = 15_000;

export async function surveyLedger(
  ledger: Pick<FailureLedger, 'list'>,
  longestMs = longestWalkMs,
): Promise<LedgerSurvey> {
  const survey: LedgerSurvey = {
    pending: 0,
    refused: 0,
    oldest: undefined,
    denied: { count: 0, lastTryAt: undefined },
    complete: false,
  };
  const timer = new AbortController();
  const { signal } = timer;
  const timeIsOver = delay(longestMs, undefined, { signal }).catch(() => undefined);
  try {
    await Promise.race([walk(ledger, survey, signal), timeIsOver]);
  } finally {
    timer.abort();
  }
  return structuredClone(survey);
}

async function walk(
  ledger: Pick<FailureLedger, 'list'>,
  survey: LedgerSurvey,
  signal: AbortSignal,
): Promise<void> {
  for await (const row of ledger.list(['pending', 'refused'])) {
    if (signal.aborted) return;
    count(row, survey);
  }
  survey.complete = true;
}

function count({ callId, state, reason, httpStatus, ...times }: Failure, survey: LedgerSurvey): void {
  const { firstTryAt, lastTryAt } = times;
  if (state === 'refused') survey.refused += 1;
  else {
    survey.pending += 1;
    if (!survey.oldest || firstTryAt < survey.oldest.firstTryAt)
      survey.oldest = { callId, firstTryAt, reason };
  }
  if (httpStatus !== 401 && httpStatus !== 403) return;
  const { denied } = survey;
  denied.count += 1;
  if (!denied.lastTryAt || lastTryAt > denied.lastTryAt) denied.lastTryAt = lastTryAt;
}
