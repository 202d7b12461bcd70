/** The windows in which Graph's calls are listed: one UTC day of `startDateTime` each, overlapping a little. */
import { dayMs, hourMs, minuteMs } from './durations.ts';

/** Graph lists the calls of 30 days (graph-facts §3); its clock and ours may differ. */
const oldestMs = 30 * dayMs - 5 * minuteMs;
/** Windows reach this far into their neighbours, so that no rounding of times by Graph can hide a call. */
const overlapMs = 5 * minuteMs;
/** How far the old edge moves in when Graph refuses it. */
export const edgeStepMs = hourMs;

export interface DayWindow {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Calls of the day that started in `[from, to)` are compared. */
  from: Date;
  to: Date;
  /** What is requested of Graph: a little more. */
  listFrom: Date;
  listTo: Date;
}

/** The oldest start that Graph can be asked for, whole seconds. */
export function oldestStart(now: Date): Date {
  return new Date(Math.ceil((now.getTime() - oldestMs) / 1000) * 1000);
}

/** The UTC date of a time. */
export function utcDay(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Whether it is the date of a day that there is: `2026-02-30` is none. */
export function isUtcDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && utcDay(time) === text;
}

/** The window that begins at `at`, not before `edge`, and ends with its day or with `to`. */
export function planDayWindow(at: Date, to: Date, edge: Date): DayWindow {
  const day = utcDay(at);
  const endOfDay = Date.parse(`${day}T00:00:00Z`) + dayMs;
  const end = new Date(Math.min(endOfDay, to.getTime()));
  return {
    day,
    from: at,
    to: end,
    listFrom: new Date(Math.max(at.getTime() - overlapMs, edge.getTime())),
    listTo: new Date(end.getTime() + overlapMs),
  };
}
