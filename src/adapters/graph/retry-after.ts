/**
 * `Retry-After` of an answer: seconds or an HTTP date (RFC 9110 §10.2.3), which has three forms (§5.6.7). Decimal
 * seconds are against the RFC, but seen.
 */

const secondsForm = /^\d+(?:\.\d+)?$/;
/** Some thirty years: with more, a date would not be one. */
const maxSeconds = 999_999_999;
const time = String.raw`(?<time>\d{2}:\d{2}:\d{2})`;
const month = '(?<month>[A-Z][a-z]{2})';
const dateForms = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(String.raw`^[A-Z][a-z]{2}, (?<day>\d{2}) ${month} (?<year>\d{4}) ${time} GMT$`),
  // Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(String.raw`^[A-Z][a-z]{2,5}day, (?<day>\d{2})-${month}-(?<year>\d{2}) ${time} GMT$`),
  // Sun Nov  6 08:49:37 1994
  new RegExp(String.raw`^[A-Z][a-z]{2} ${month} (?<day>[ \d]\d) ${time} (?<year>\d{4})$`),
];

/** Milliseconds to wait, never negative; `undefined` if the header is absent or makes no sense. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  // The header came twice: a wait is never shorter than one that was asked for.
  const seconds = text.split(',').map((part) => part.trim());
  if (seconds.every((part) => secondsForm.test(part)))
    return Math.min(Math.ceil(Math.max(...seconds.map(Number))), maxSeconds) * 1000;
  const at = parseHttpDate(text, now);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Milliseconds since 1970; NaN for what is not a date. */
function parseHttpDate(text: string, now: Date): number {
  const parts = dateForms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return Number.NaN;
  const { day, month, year = '', time } = parts;
  return Date.parse(`${day} ${month} ${year.length === 2 ? fullYear(Number(year), now) : year} ${time} GMT`);
}

/** The year with these last digits that is at most 50 years ahead. */
function fullYear(lastDigits: number, now: Date): number {
  const thisYear = now.getUTCFullYear();
  const year = thisYear - (thisYear % 100) + lastDigits;
  return year > thisYear + 50 ? year - 100 : year;
}
