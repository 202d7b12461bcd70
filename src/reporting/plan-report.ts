/** Which days of a report are due, and what follows when they were read or failed: pure rules. */
import type { GraphError } from '../errors.ts';
import { addDays, countDays, type DayRange, laterDay, removeDays, uniteDays } from '../model/day-ranges.ts';
import { minuteMs } from '../model/durations.ts';
import { maxWindowDays } from '../model/report-window.ts';
import { delayAfterListFailure } from '../paging/after-list-failure.ts';
import type { ReportFailure, ReportState } from '../state/report-state.ts';

/** Graph keeps charges for up to a year, other reports shorter or not documented (graph-facts §5): all are requested that far back. */
const keptDays = 366;
/** Rows come up to two days late and change later: this many days before the newest one are read again. */
const changingDays = 10;
/** A day younger than this is certainly kept: that Graph refuses it must have another reason. */
const surelyKeptDays = 30;
/** By this factor a window that is too long becomes shorter, and one with few pages longer. */
const step = 4;
const fewPages = 10;
const deniedDelayMs = 30 * minuteMs;
const maxTries = 8;

/** A new round: the last days again, and what is left of earlier rounds. */
export function planRound(before: ReportState | undefined, today: string): ReportState {
  const oldest = addDays(today, -keptDays);
  if (!before) {
    return {
      firstDay: today,
      due: [{ from: oldest, to: today }],
      readFrom: undefined,
      readTo: undefined,
      graphFrom: undefined,
      windowDays: maxWindowDays,
      failure: undefined,
      undated: undefined,
      completedAt: undefined,
    };
  }
  const again = addDays(before.readTo ?? today, -changingDays);
  const due = uniteDays([...before.due, { from: again, to: today }]);
  return { ...before, due: removeDays(due, { from: '0000-01-01', to: addDays(oldest, -1) }) };
}

/** The days were read, in this many pages, with this many rows without any time. */
export function afterRead(
  report: ReportState,
  days: DayRange,
  { pages, undated }: { pages: number; undated: number },
  at: Date,
): ReportState {
  const failedDays = report.failure ? removeDays(report.failure.days, days) : [];
  const mayGrow = pages <= fewPages && countDays(days) >= report.windowDays;
  return {
    ...report,
    due: removeDays(report.due, days),
    readFrom: [days.from, report.readFrom ?? days.from].sort()[0],
    readTo: laterDay(days.to, report.readTo ?? days.to),
    windowDays: mayGrow ? Math.min(maxWindowDays, report.windowDays * step) : report.windowDays,
    failure: report.failure && failedDays.length > 0 ? { ...report.failure, days: failedDays } : undefined,
    undated: undated > 0 ? { rows: undated, at } : report.undated,
  };
}

/** Fewer days at once. */
export function afterTooLong(report: ReportState, days: DayRange): ReportState {
  return { ...report, windowDays: Math.max(1, Math.floor(countDays(days) / step)) };
}

/** Graph does not go back to this day: nor to older ones. */
export function afterEdge(report: ReportState, day: string): ReportState {
  const gone = { from: '0000-01-01', to: day };
  return { ...report, due: removeDays(report.due, gone), graphFrom: addDays(day, 1) };
}

export type WindowFailure =
  /** Fewer days may do. */
  | 'shorten'
  /** Graph does not go back so far. */
  | 'edge'
  /** The report cannot be read now. */
  | 'stop'
  /** These days cannot be read now; others may. */
  | 'skip';

const windowRefused = new Set([400, 404, 406]);

export function judgeFailure(
  { status, meaning }: GraphError,
  days: DayRange,
  report: ReportState,
  today: string,
): WindowFailure {
  if (status !== undefined && windowRefused.has(status)) {
    const neverRead = report.readTo === undefined;
    if (status === 404 && neverRead) return 'stop';
    if (countDays(days) > 1) return 'shorten';
    return !neverRead && days.to < addDays(today, -surelyKeptDays) ? 'edge' : 'stop';
  }
  return meaning === 'denied' ? 'stop' : 'skip';
}

export type FailedTry = Pick<ReportFailure, 'days' | 'problem' | 'advice' | 'meaning'>;

export function afterFailure(
  report: ReportState,
  { days, problem, advice, meaning }: FailedTry,
  round: string,
  at: Date,
): ReportState & { failure: ReportFailure } {
  const before = report.failure?.round === round ? report.failure : undefined;
  const tries = (before?.tries ?? 0) + 1;
  const deniedMs = tries < maxTries ? deniedDelayMs : undefined;
  const delayMs = meaning === 'denied' ? deniedMs : delayAfterListFailure(meaning, tries);
  const retryAt = delayMs === undefined ? undefined : new Date(at.getTime() + delayMs);
  return { ...report, failure: { days, problem, advice, meaning, at, round, tries, retryAt } };
}

/** The days that can be requested now: those that failed in this round wait until it is time. */
export function listDue({ due, failure }: ReportState, round: string, now: Date): DayRange[] {
  const waits = failure?.round === round && !(failure.retryAt && failure.retryAt <= now);
  return waits ? failure.days.reduce(removeDays, due) : due;
}

/** In how many milliseconds there is something to do in this round; `undefined`: nothing more. */
export function waitForDue(report: ReportState, round: string, now: Date): number | undefined {
  if (listDue(report, round, now).length > 0) return 0;
  const retryAt = report.due.length > 0 ? report.failure?.retryAt : undefined;
  return retryAt && Math.max(0, retryAt.getTime() - now.getTime());
}
