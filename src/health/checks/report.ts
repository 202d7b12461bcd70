/** Whether a call report is archived in time: what the app remembers of it. Graph keeps reports for months, not days. */

import type { GraphMeaning } from '../../errors.ts';
import { dayMs } from '../../model/durations.ts';
import type { StateFacts } from '../../ports/state-store.ts';
import { type Finding, fine } from '../check.ts';

/** Reading back a year may take hours, by one message after the other. */
const graceMs = dayMs;
/** A report that was read once and then no more for so long comes to its end somewhere: days will be lost. */
const tooLongMs = 14 * dayMs;

export interface ReportClock {
  now: Date;
  /** When the app was seen first: before its first round is due, nothing is late. */
  since: Date;
  /** The first time of the schedule after another time. */
  nextRun(after: Date): Date | undefined;
}

export function judgeReport(row: StateFacts | undefined, clock: ReportClock, grantCommand: string): Finding {
  const { now, since, nextRun } = clock;
  const fact = (name: string) => row?.[name] || undefined;
  const facts = {
    firstDay: fact('first_day'),
    readFrom: fact('read_from'),
    readTo: fact('read_to'),
    graphFrom: fact('graph_from'),
    dueDays: fact('due_days'),
    failedDays: fact('failed_days'),
    problem: fact('problem'),
    failedAt: fact('failed_at'),
    retryAt: fact('retry_at'),
    completedAt: fact('completed_at'),
  };
  const { completedAt, readTo } = facts;
  const due = nextRun(completedAt ? new Date(completedAt) : since);
  const isLate = due !== undefined && now.getTime() > due.getTime() + graceMs;
  if (!facts.failedDays && !isLate) return fine(facts);
  const isTooLong = readTo !== undefined && now.getTime() - Date.parse(readTo) > tooLongMs;
  const denied: GraphMeaning = 'denied';
  const grant = fact('failed_meaning') === denied ? ` To grant it: ${grantCommand}` : '';
  return {
    state: isTooLong ? 'fail' : 'warn',
    facts,
    advice: facts.failedDays
      ? `${fact('advice') ?? ''}${grant}`
      : 'The report was not read in time: see whether the timer "reports-schedule" runs, and the events reporting.….',
  };
}
