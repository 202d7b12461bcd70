/** One walk over the open rows of the failure ledger: what several checks want to know of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { dayMs } from '../model/durations.ts';
import type { Failure, FailureLedger } from '../ports/failure-ledger.ts';

export interface LedgerSurvey {
  pending: number;
  refused: number;
  /** The pending row that waits longest. */
  oldest: Pick<Failure, 'callId' | 'firstTryAt' | 'reason' | 'httpStatus'> | undefined;
  /** Rows that Graph answered with 401 or 403 last. */
  denied: { count: number; lastTryAt: Date | undefined };
  /** Rows of records that Graph forgot within the last 30 days. */
  lost: { count: number; callId: string | undefined };
  /** `false`: there was no time for all rows. */
  complete: boolean;
}

/** A loss further back is in the ledger, and no news. */
const lostForMs = 30 * dayMs;
/** A walk over very many open rows takes long. */
const maxWalkMs = 15_000;

export async function surveyLedger(
  ledger: Pick<FailureLedger, 'list'>,
  now: Date,
  maxMs = maxWalkMs,
): Promise<LedgerSurvey> {
  const survey: LedgerSurvey = {
    pending: 0,
    refused: 0,
    oldest: undefined,
    denied: { count: 0, lastTryAt: undefined },
    lost: { count: 0, callId: undefined },
    complete: false,
  };
  const timer = new AbortController();
  const { signal } = timer;
  const timeIsOver = delay(maxMs, undefined, { signal }).catch(() => undefined);
  try {
    await Promise.race([walk(ledger, survey, now, signal), timeIsOver]);
  } finally {
    timer.abort();
  }
  return structuredClone(survey);
}

async function walk(
  ledger: Pick<FailureLedger, 'list'>,
  survey: LedgerSurvey,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  for await (const row of ledger.list(['pending', 'refused', 'lost'])) {
    if (signal.aborted) return;
    if (row.state === 'lost') countLost(row, survey, now);
    else count(row, survey);
  }
  survey.complete = true;
}

function countLost({ callId, forgottenAt }: Failure, { lost }: LedgerSurvey, now: Date): void {
  if (now.getTime() - forgottenAt.getTime() > lostForMs) return;
  lost.count += 1;
  lost.callId ??= callId;
}

function count({ callId, state, reason, httpStatus, ...times }: Failure, survey: LedgerSurvey): void {
  const { firstTryAt, lastTryAt } = times;
  if (state === 'refused') survey.refused += 1;
  else {
    survey.pending += 1;
    if (!survey.oldest || firstTryAt < survey.oldest.firstTryAt)
      survey.oldest = { callId, firstTryAt, reason, httpStatus };
  }
  if (httpStatus !== 401 && httpStatus !== 403) return;
  const { denied } = survey;
  denied.count += 1;
  if (!denied.lastTryAt || lastTryAt > denied.lastTryAt) denied.lastTryAt = lastTryAt;
}
