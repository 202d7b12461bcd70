/** How a person writes a time: ISO dates and times, `2.6.2026`, `today`, `tuesday 14:00`, `7d`, `12h`, `now`. Pure. */
import { dayMs, hourMs, minuteMs } from '../../model/durations.ts';
import { momentOf, type WallTime, wallTime } from './time-zone.ts';

/** A moment has no length; a day, month or year has. */
export interface TimeSpan {
  start: Date;
  /** The first moment after it. */
  end: Date;
}

export interface TimeContext {
  now: Date;
  /** The zone of dates that name none. */
  zone: string;
}

const timeForms =
  'a date (2026-11-21, 21.11.2026, 2026-11, 2026), a time (2026-11-21T14:30, with Z or +02:00 if wanted), today, ' +
  'yesterday or a weekday (tuesday, tuesday 14:00), now, or how long ago (7d, 2w, 3mo, 1y, 12h, 30min), in the ' +
  'years 2000 to 2999';

/** With points, the day comes first everywhere; with slashes, it comes first in some countries and second in others. */
const pointed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/;
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** What lies far outside cannot be meant. A day more on either side, since the year begins at another moment in each zone. */
const earliest = Date.UTC(2000, 0, 1) - dayMs;
const latest = Date.UTC(3000, 0, 1) + dayMs;

/**
 * What the text means, or `undefined`. Days, weeks, months and years follow the calendar of the zone, so a
 * day on which the clocks change has 23 or 25 hours; `7d` is the whole day seven days ago.
 */
export function parseTimeExpression(text: string, context: TimeContext): TimeSpan | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(pointed, (_, day, month, year) => formatDate(year, month, day));
  const span =
    parseWord(word, context) ??
    parseAgo(word, context) ??
    parseDate(word, context) ??
    parseTime(word, context);
  return span && span.start.getTime() >= earliest && span.end.getTime() <= latest ? span : undefined;
}

/** What to write in place of a text that is no time. */
export function adviseOnTime(text: string): string {
  const [, one, other, year] = slashed.exec(text.trim()) ?? [];
  if (one === undefined || other === undefined || year === undefined) return `It must be ${timeForms}.`;
  const meanings = [formatDate(year, one, other), formatDate(year, other, one)];
  const [first, second] = new Set(
    meanings.filter((date) => parseTimeExpression(date, { now: new Date(0), zone: 'UTC' })),
  );
  if (first === undefined) return `It must be ${timeForms}.`;
  return second === undefined
    ? `Write ${first}.`
    : `It means ${first} in some countries and ${second} in others. Write the one that is meant.`;
}

function formatDate(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** A day by its name, or a time of it. */
function parseWord(word: string, context: TimeContext): TimeSpan | undefined {
  const { now, zone } = context;
  if (word === 'now') return momentSpan(now);
  const [, name = '', hour, minute] = /^([a-z]+)(?:[t ](\d{1,2}):(\d{2}))?$/.exec(word) ?? [];
  const ago = daysAgo(name, today(context));
  if (ago === undefined) return undefined;
  const day = shift(today(context), { days: -ago });
  if (hour === undefined) return daySpan(day, zone);
  const wall = { ...day, hour: Number(hour), minute: Number(minute) };
  return exists(wall) ? momentSpan(momentOf(wall, zone)) : undefined;
}

/** A weekday is the newest one, which may be today; its first three letters are enough. */
function daysAgo(name: string, { year, month, day }: WallTime): number | undefined {
  if (name === 'today') return 0;
  if (name === 'yesterday') return 1;
  const weekday = weekdays.findIndex((one) => one === name || one.slice(0, 3) === name);
  if (weekday < 0) return undefined;
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() - weekday + 7) % 7;
}

function parseAgo(word: string, context: TimeContext): TimeSpan | undefined {
  const [, digits, unit] = /^(\d{1,5})(d|w|mo|y|h|min)$/.exec(word) ?? [];
  const count = Number(digits);
  switch (unit) {
    case 'h':
      return momentSpan(new Date(context.now.getTime() - count * hourMs));
    case 'min':
      return momentSpan(new Date(context.now.getTime() - count * minuteMs));
    case 'd':
      return daySpan(shift(today(context), { days: -count }), context.zone);
    case 'w':
      return daySpan(shift(today(context), { days: -7 * count }), context.zone);
    case 'mo':
      return daySpan(shift(today(context), { months: -count }), context.zone);
    case 'y':
      return daySpan(shift(today(context), { months: -12 * count }), context.zone);
    default:
      return undefined;
  }
}

/** A year, a month or a day. */
function parseDate(word: string, { zone }: TimeContext): TimeSpan | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(word) ?? [];
  if (year === undefined) return undefined;
  const first = midnight(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (!exists(first)) return undefined;
  const step = day ? { days: 1 } : { months: month ? 1 : 12 };
  return { start: momentOf(first, zone), end: momentOf(shift(first, step), zone) };
}

/** A date with a time, in its own zone or in that of the context. */
function parseTime(word: string, { zone }: TimeContext): TimeSpan | undefined {
  const form =
    /^(\d{4})-(\d{2})-(\d{2})[t ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(z|[+-]\d{2}:\d{2})?$/;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', offset] = form.exec(word) ?? [];
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0')),
  };
  if (!exists(wall)) return undefined;
  if (offset === undefined) return momentSpan(momentOf(wall, zone));
  const shown = momentOf(wall, 'UTC').getTime();
  if (offset === 'z') return momentSpan(new Date(shown));
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 14 || minutes > 59) return undefined;
  const aheadMs = (offset.startsWith('-') ? -1 : 1) * (hours * hourMs + minutes * minuteMs);
  return momentSpan(new Date(shown - aheadMs));
}

function today({ now, zone }: TimeContext): WallTime {
  const { year, month, day } = wallTime(now, zone);
  return midnight(year, month, day);
}

function midnight(year: number, month: number, day: number): WallTime {
  return { year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 };
}

/** The date this much later, or the last day of the month if that is earlier. */
function shift(
  { year, month, day }: WallTime,
  { days = 0, months = 0 }: { days?: number; months?: number },
): WallTime {
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const date = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay) + days));
  return midnight(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function exists({ year, month, day, hour, minute, second }: WallTime): boolean {
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const dateExists = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  return dateExists && hour <= 23 && minute <= 59 && second <= 59;
}

function daySpan(day: WallTime, zone: string): TimeSpan {
  return { start: momentOf(day, zone), end: momentOf(shift(day, { days: 1 }), zone) };
}

function momentSpan(moment: Date): TimeSpan {
  return { start: moment, end: moment };
}
