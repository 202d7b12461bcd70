/** Graph's date and time texts (Edm.DateTimeOffset: ISO 8601, up to seven fractional digits, `Z` or an offset). */
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
  if (typeof text !== 'string' || !form.test(text)) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return undefined;
  if (text.endsWith('Z')) return text;
  const utc = time.toISOString();
  return form.test(utc) ? utc : undefined;
}

/** Milliseconds since 1970, what is finer cut off; `undefined` when it is not a time. */
export function parseGraphTimeMs(text: unknown): number | undefined {
  if (typeof text !== 'string' || !form.test(text)) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
