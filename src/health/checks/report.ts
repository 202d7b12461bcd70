/** Whether a call report is archived in time: what the app remembers of it. Graph keeps reports for months, not days. */
import { formatDayRanges } from '../../model/day-ranges.ts';
import { dayMs } from '../../model/durations.ts';
import type { ReportState } from '../../state/report-state.ts';
import { type Finding, fine } from '../check.ts';

/** Reading back a year may take hours, by one message after the other. */
const graceMs = dayMs;
/** A report that could be read, and then not for this long, will lose days: Graph forgets them at some point. */
const tooLongMs = 14 * dayMs;
/** Rows without a time are met again each day, as long as their days are read again. */
const undatedForMs = 2 * dayMs;

export interface ReportClock {
  now: Date;
  /** When the app was seen first: before its first round is due, nothing is late. */
  since: Date;
  /** The first time of the schedule after another time. */
  nextRun(after: Date): Date | undefined;
}

export function judgeReport(
  state: ReportState | undefined,
  clock: ReportClock,
  grantCommand: string,
): Finding {
  const { now, since, nextRun } = clock;
  const { failure, readTo, completedAt, undated } = state ?? {};
  const isUndated = undated !== undefined && now.getTime() - undated.at.getTime() < undatedForMs;
  const facts = {
    firstDay: state?.firstDay || undefined,
    readFrom: state?.readFrom,
    readTo,
    graphFrom: state?.graphFrom,
    dueDays: formatDayRanges(state?.due ?? []) || undefined,
    failedDays: failure && formatDayRanges(failure.days),
    problem: failure?.problem,
    failedAt: failure?.at.toISOString(),
    retryAt: failure?.retryAt?.toISOString(),
    completedAt: completedAt?.toISOString(),
    ...(isUndated && { undatedRows: undated.rows, undatedAt: undated.at.toISOString() }),
  };
  if (isUndated) {
    return {
      state: 'fail',
      facts,
      advice:
        'Rows of the report have no time that this app knows, and so belong to no day: they are kept in call-evidence under ' +
        'refused/v1/ only. Update the app; if it is the newest, report it: Graph may have renamed the time of this report.',
    };
  }
  const due = nextRun(completedAt ?? since);
  const isLate = due !== undefined && now.getTime() > due.getTime() + graceMs;
  if (!failure && !isLate) return fine(facts);
  const isTooLong = readTo !== undefined && now.getTime() - Date.parse(readTo) > tooLongMs;
  const grant = failure?.meaning === 'denied' ? ` To grant it: ${grantCommand}` : '';
  return {
    state: isTooLong ? 'fail' : 'warn',
    facts,
    advice: failure
      ? `${failure.advice}${grant}`
      : 'The report was not read in time: see whether the timer "reports-schedule" runs, and the events reporting.….',
  };
}
