/** When the timers are due. */
import { nextOccurrence } from '../config/schedule.ts';

export interface Timetable {
  /** The first reconcile of the timer after this time. */
  nextReconcile(after: Date): Date | undefined;
  /** The first round of the call reports after this time. */
  nextReports(after: Date): Date | undefined;
  /** When the checks, and the subscription, must have been looked after again at the latest, after a look at this time. */
  watchDueBy(lookedAt: Date): Date;
}

/** NCRONTAB of the timer that makes the checks, and of others that they look at. */
export interface Schedules {
  watch: string;
  reconcile: string;
  reports: string;
}

const minuteMs = 60_000;
/** A timer may be late: the app starts, another instance works, a clock is off. */
const graceMs = 15 * minuteMs;
/** For a schedule without a next time. */
const never = new Date('9999-01-01T00:00:00Z');

export function makeTimetable(schedules: Schedules): Timetable {
  return {
    nextReconcile: (after) => nextOccurrence(schedules.reconcile, after),
    nextReports: (after) => nextOccurrence(schedules.reports, after),
    watchDueBy(lookedAt) {
      const next = nextOccurrence(schedules.watch, lookedAt) ?? never;
      return new Date(next.getTime() + graceMs);
    },
  };
}
