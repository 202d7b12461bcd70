/** When a UTC day is sealed: on the 1st, 2nd, 4th, 8th, 16th and 29th day after it, and then no more by itself. */
import { dayMs, hourMs, minuteMs } from '../model/durations.ts';

export const sealAges = [1, 2, 4, 8, 16, 29] as const;

/** A daily run, and two hours for it, may pass before a day that is due counts as overdue. */
export const overdueMs = 26 * hourMs;

/** So far the clocks of two instances may differ. */
export const clocksMs = 10 * minuteMs;

/**
 * The beginning of the UTC day on which the next seal of a day is due, after one whose listing began at `listedAt`
 * (`undefined`: it has none). `undefined`: it is final.
 */
export function nextDueAt(day: string, listedAt: string | undefined): Date | undefined {
  const start = Date.parse(day);
  const last = listedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(listedAt);
  const age = sealAges.find((one) => start + one * dayMs > last);
  return age === undefined ? undefined : new Date(start + age * dayMs);
}

export function isDue(day: string, listedAt: string | undefined, now: Date): boolean {
  const at = nextDueAt(day, pastOnly(listedAt, now));
  return at !== undefined && at <= now;
}

export function isOverdue(day: string, listedAt: string | undefined, now: Date): boolean {
  const at = nextDueAt(day, pastOnly(listedAt, now));
  return at !== undefined && at.getTime() + overdueMs <= now.getTime();
}

/** A listing that is yet to come was timed by a clock that was wrong: no day is left alone because of it. */
function pastOnly(listedAt: string | undefined, now: Date): string | undefined {
  return listedAt !== undefined && Date.parse(listedAt) <= now.getTime() + clocksMs ? listedAt : undefined;
}

/** What a seal whose listing began then makes of a day; `late` is for the one who knows that it was final before. */
export function stateAt(day: string, listedAt: string): 'open' | 'final' {
  return nextDueAt(day, listedAt) === undefined ? 'final' : 'open';
}
