/** Days and windows of time in words, and as a form takes them. */
import { formatMoment } from '../../reading/call-texts.ts';
import { momentOf, wallTime } from '../../reading/dates/time-zone.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `2026-06`: `June 2026`. */
export function sayMonth(month: string): string {
  const [year, number] = month.split('-');
  return `${months[Number(number) - 1] ?? ''} ${year}`;
}

/** `2026-06-02`: `2 June 2026`. */
export function sayDate(day: string): string {
  return `${Number(day.slice(8, 10))} ${sayMonth(day.slice(0, 7))}`;
}

/** `Tuesday, 2 June 2026`. */
export function sayWeekday(day: string): string {
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(day));
  return `${weekday}, ${sayDate(day)}`;
}

/** `12,345` */
export function sayNumber(number: number): string {
  return number.toLocaleString('en');
}

/** The day on which a moment is in the zone, `2026-06-02`. */
export function dayOf(moment: Date, zone: string): string {
  return formatMoment(moment, zone).slice(0, 10);
}

/** `on 2 June 2026`, `from 1 to 7 June 2026`, `since 2026-06-02 14:00`; empty without a limit. The end is excluded. */
export function sayWindow(from: Date | undefined, to: Date | undefined, zone: string): string {
  if (!from && !to) return '';
  if (!to) return `since ${sayStart(from, zone)}`;
  const last = lastDayBefore(to, zone);
  const end = last === undefined ? formatMoment(to, zone) : sayDate(last);
  if (!from) return `up to ${end}`;
  const first = dayOf(from, zone);
  if (last === undefined || !isMidnight(from, zone)) return `from ${sayStart(from, zone)} to ${end}`;
  if (first === last) return `on ${end}`;
  return `from ${shortened(first, last)} to ${end}`;
}

/** A start as a field of a form takes it: a date where it is the beginning of a day. */
export function formatFrom(from: Date | undefined, zone: string): string {
  if (!from) return '';
  return isMidnight(from, zone) ? dayOf(from, zone) : formatMoment(from, zone);
}

/** An excluded end likewise: a date that includes its day. */
export function formatTo(to: Date | undefined, zone: string): string {
  return to ? (lastDayBefore(to, zone) ?? formatMoment(to, zone)) : '';
}

function sayStart(from: Date | undefined, zone: string): string {
  if (!from) return '';
  return isMidnight(from, zone) ? sayDate(dayOf(from, zone)) : formatMoment(from, zone);
}

/** What the first day needs beside the last one: `1`, `28 May`, or all of it. */
function shortened(first: string, last: string): string {
  const whole = sayDate(first);
  if (first.slice(0, 7) === last.slice(0, 7)) return whole.split(' ')[0] ?? whole;
  return first.slice(0, 4) === last.slice(0, 4) ? whole.slice(0, -5) : whole;
}

/** The last day of a window that ends with a day; `undefined` when it ends within one. */
function lastDayBefore(to: Date, zone: string): string | undefined {
  return isMidnight(to, zone) ? dayOf(new Date(to.getTime() - 1), zone) : undefined;
}

/** Where the clocks skip midnight, the first moment of the day. */
function isMidnight(moment: Date, zone: string): boolean {
  const day = { ...wallTime(moment, zone), hour: 0, minute: 0, second: 0, millisecond: 0 };
  return momentOf(day, zone).getTime() === moment.getTime();
}
