/** Graph's date and time texts (Edm.DateTimeOffset: ISO 8601, up to seven fractional digits, `Z` or an offset). */
import { isUtcDay } from './day-window.ts';

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** Graph writes 0001-01-01 for a time that it does not know. */
export function isKnownTime(text: string | undefined): text is string {
  return text !== undefined && !text.startsWith('0001-');
}

/**
 * The same moment in UTC: Graph's own digits where the text is in UTC already. `undefined` when it is not a time, or one
 * outside of the years 0 to 9999 in UTC, whose date has another form.
 */
export function parseGraphTime(text: unknown): string | undefined {
  const timeMs = parseGraphTimeMs(text);
  if (timeMs === undefined || typeof text !== 'string') return undefined;
  if (text.endsWith('Z')) return text;
  const utc = new Date(timeMs).toISOString();
  return form.test(utc) ? utc : undefined;
}

/** Milliseconds since 1970, what is finer cut off; `undefined` when it is not a time. */
export function parseGraphTimeMs(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const usualMs = parseUsual(text);
  if (usualMs !== undefined) return usualMs;
  const timeMs = form.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) || !isOnCalendar(text) ? undefined : timeMs;
}

/** Milliseconds since 1970 of a time that Graph knows. */
export function knownTimeMs(text: string | undefined): number | undefined {
  return isKnownTime(text) ? parseGraphTimeMs(text) : undefined;
}

/** Milliseconds between two times; `undefined` if either is unknown, or the end is before the start. */
export function spanOf(from: string | undefined, to: string | undefined): number | undefined {
  const [start, end] = [knownTimeMs(from), knownTimeMs(to)];
  return start !== undefined && end !== undefined && end >= start ? end - start : undefined;
}

/** `Date.parse` takes 30 February for 2 March, and 24:00 for the next day. */
function isOnCalendar(text: string): boolean {
  return text.slice(11, 13) !== '24' && isUtcDay(text.slice(0, 10));
}

const usual = '0000-00-00T00:00:00';
const zero = usual.charCodeAt(0);
const maxPlaces = 12;

/** In UTC with seconds, as nearly all times are, for a fraction of the cost of the general form. `undefined`: that one is to be asked. */
function parseUsual(text: string): number | undefined {
  const end = text.length - 1;
  if (end < usual.length || text[end] !== 'Z') return undefined;
  for (let i = 0; i < usual.length; i += 1) {
    const wanted = usual.charCodeAt(i);
    const code = text.charCodeAt(i);
    if (wanted === zero ? code < zero || code > zero + 9 : code !== wanted) return undefined;
  }
  const milliseconds = end === usual.length ? 0 : parseFraction(text, end);
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  // Date.UTC takes a year below 100 for one of the last century, and an hour 25 for one of the next day.
  const isDate = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (milliseconds === undefined || !isDate || hour > 23 || minute > 59 || second > 59) return undefined;
  const timeMs = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  return day > 28 && new Date(timeMs).getUTCDate() !== day ? undefined : timeMs;
}

/** The milliseconds in `.7178148`, which ends before `end`. */
function parseFraction(text: string, end: number): number | undefined {
  const start = usual.length + 1;
  if (text[usual.length] !== '.' || end === start || end > start + maxPlaces) return undefined;
  let milliseconds = 0;
  for (let i = start; i < Math.max(end, start + 3); i += 1) {
    const digit = i < end ? text.charCodeAt(i) - zero : 0;
    if (digit < 0 || digit > 9) return undefined;
    if (i < start + 3) milliseconds = milliseconds * 10 + digit;
  }
  return milliseconds;
}

function digitsAt(text: string, start: number, length: number): number {
  let number = 0;
  for (let i = start; i < start + length; i += 1) number = number * 10 + text.charCodeAt(i) - zero;
  return number;
}
