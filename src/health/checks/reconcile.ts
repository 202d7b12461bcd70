/** Whether what Graph has was compared with the archive in time, and what the comparison found about to be lost. */
import { dayMs, hourMs } from '../../model/durations.ts';
import { formatProblem, type ReconcileState } from '../../state/reconcile-state.ts';
import { type Finding, fine } from '../check.ts';

/** A run may take long; one that failed starts over at the next occurrence. */
const graceMs = 2 * hourMs;
/** Graph may slip once. */
const maxEndlessRuns = 2;
/** One that is resumed by messages, in a large tenant, may take longer. */
const longRunMs = dayMs;

export interface ReconcileClock {
  now: Date;
  /** When the app was seen first: before its first run is due, nothing is late. */
  since: Date;
  /** The first time of the schedule after another time. */
  nextRun(after: Date): Date | undefined;
}

export function judgeReconcile(state: ReconcileState | undefined, clock: ReconcileClock): Finding {
  const { now, since, nextRun } = clock;
  const { lastCompletedAt, fullStartedAt, fullCompletedAt, failure, paused, endlessRuns = 0 } = state ?? {};
  const facts = {
    completedAt: lastCompletedAt?.toISOString(),
    fullCompletedAt: fullCompletedAt?.toISOString(),
    listed: state?.listed,
    missing: state?.missing,
    unreadable: Math.max(state?.unreadable ?? 0, state?.fullUnreadable ?? 0),
    problem: failure && formatProblem(failure),
    failedAt: failure?.at?.toISOString(),
    goingOn: paused?.runId,
    ...(endlessRuns > 0 && { endlessRuns }),
  };
  const graceNow = paused && paused.until > now ? longRunMs : graceMs;
  const isLate = (due: Date | undefined) => due !== undefined && now.getTime() > due.getTime() + graceNow;
  const isRunLate = isLate(nextRun(lastCompletedAt ?? since));
  // The first run of each UTC day covers all 30 days.
  const isFullLate = isLate(nextRun(fullStartedAt ? endOfDay(fullStartedAt) : since));
  if (endlessRuns >= maxEndlessRuns) {
    return {
      state: 'fail',
      facts,
      advice:
        'Graph’s list of calls does not come to an end: it gives the same page, or empty pages, again and again, and the ' +
        'calls after them are not compared. Notifications still arrive. What Graph answered is described in ' +
        'reconciling.failed, with the request id for Microsoft’s support; POST /api/reconcile tries again.',
    };
  }
  if (isRunLate || isFullLate) {
    return {
      state: 'fail',
      facts: { ...facts, late: isRunLate ? 'any run' : 'a run over all 30 days' },
      advice:
        'What Graph has was not compared with the archive in time, and Graph announces nothing that it lost. See the ' +
        'facts and the events reconciling.…; POST /api/reconcile starts a run now.',
    };
  }
  if (facts.unreadable > 0) {
    return {
      state: 'fail',
      facts,
      advice:
        'Graph lists rows that name no call, or no version of it: their calls are neither compared nor requested. The ' +
        'evidence in call-evidence under reconcile/v1/ says on which days. Update the app; if it is the newest, this is a ' +
        'case for Microsoft’s support.',
    };
  }
  if (failure) {
    const advice = 'The last run did not finish; the next one starts over. See the event reconciling.failed.';
    return { state: 'warn', facts, advice };
  }
  return fine(facts);
}

/** A missing call counts until it is archived, requested or not. */
export function judgeExpiring(state: ReconcileState | undefined): Finding {
  const expiringUnarchived = state?.expiringUnarchived ?? 0;
  const facts = {
    expiringUnarchived,
    countedAt: state?.expiringCountedAt?.toISOString(),
    ...(expiringUnarchived > 0 && { days: JSON.stringify(state?.expiringDays) }),
  };
  if (expiringUnarchived === 0) return fine(facts);
  return {
    state: 'fail',
    facts,
    advice:
      'Graph forgets these calls within 72 hours and they are not archived. They were requested, and are counted ' +
      'again every few minutes; if the number stays, the table FailureLedger says what prevents it.',
  };
}

function endOfDay(time: Date): Date {
  return new Date(Math.floor(time.getTime() / dayMs) * dayMs + dayMs - 1);
}
