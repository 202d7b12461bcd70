/** When the timers are due. */
import { nextOccurrence } from '../config/schedule.ts';
import { minuteMs } from '../model/durations.ts';

export interface Timetable {
  /** The first reconcile of the timer after this time. */
  nextReconcile(after: Date): Date | undefined;
  /** The first round of the call reports after this time. */
  nextReports(after: Date): Date | undefined;
  /**
   * The timer of the subscription makes the checks too: when it must have come again at the latest, after it came at
   * this time.
   */
  watchDueBy(lookedAt: Date): Date;
}

/** NCRONTAB, by the name of its setting. */
export type Schedules = Readonly<
  Record<'SUBSCRIPTION_SCHEDULE' | 'RECONCILE_SCHEDULE' | 'REPORTS_SCHEDULE' | 'SEAL_SCHEDULE', string>
>;

/** A timer may be late: the app starts, another instance works, a clock is off. */
const graceMs = 15 * minuteMs;
/** For a schedule without a next time. */
const never = new Date('9999-01-01T00:00:00Z');

export function makeTimetable(schedules: Schedules): Timetable {
  return {
    nextReconcile: (after) => nextOccurrence(schedules.RECONCILE_SCHEDULE, after),
    nextReports: (after) => nextOccurrence(schedules.REPORTS_SCHEDULE, after),
    watchDueBy(lookedAt) {
      const next = nextOccurrence(schedules.SUBSCRIPTION_SCHEDULE, lookedAt) ?? never;
      return new Date(next.getTime() + graceMs);
    },
  };
}
