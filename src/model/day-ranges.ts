/** UTC days and sets of them as ranges: which days of a report are due. Days are `YYYY-MM-DD`, both ends included. */
import { utcDay } from './day-window.ts';
import { dayMs } from './durations.ts';

export interface DayRange {
  from: string;
  to: string;
}

/** The day that many days later; earlier when negative. */
export function addDays(day: string, days: number): string {
  return utcDay(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs));
}

/** The days from `first` to `last`, both included. */
export function* daysBetween(first: string, last: string): Generator<string> {
  for (let at = Date.parse(first); at <= Date.parse(last); at += dayMs) yield utcDay(new Date(at));
}

/** The later one of two days. */
export function laterDay(one: string, other: string): string {
  return one > other ? one : other;
}

/** The earlier one of two days. */
export function earlierDay(one: string, other: string): string {
  return one < other ? one : other;
}

/** How many days a range has. */
export function countDays({ from, to }: DayRange): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/** All days of these ranges, in order, as few ranges as hold them. */
export function uniteDays(ranges: readonly DayRange[]): DayRange[] {
  const united: DayRange[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = united.at(-1);
    if (from > to) continue;
    if (last && from <= addDays(last.to, 1)) last.to = laterDay(to, last.to);
    else united.push({ from, to });
  }
  return united;
}

/** The days of `ranges` that are not in `gone`. */
export function removeDays(ranges: readonly DayRange[], gone: DayRange): DayRange[] {
  return ranges.flatMap(({ from, to }) => {
    if (to < gone.from || from > gone.to) return [{ from, to }];
    const left = [
      { from, to: addDays(gone.from, -1) },
      { from: addDays(gone.to, 1), to },
    ];
    return left.filter((range) => range.from <= range.to);
  });
}

/** The newest days of the newest range, at most `max`. */
export function newestDays(ranges: readonly DayRange[], max: number): DayRange | undefined {
  const newest = ranges.at(-1);
  if (!newest) return undefined;
  return { from: laterDay(addDays(newest.to, 1 - max), newest.from), to: newest.to };
}

/** `2026-01-01..2026-03-05,2026-04-01..2026-04-01`; nothing is an empty text. */
export function formatDayRanges(ranges: readonly DayRange[]): string {
  return ranges.map(({ from, to }) => `${from}..${to}`).join(',');
}

/** What formatDayRanges() wrote. */
export function parseDayRanges(text: string): DayRange[] {
  return [...text.matchAll(/(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)/g)].map(([, from = '', to = '']) => ({
    from,
    to,
  }));
}
