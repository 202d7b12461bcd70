/** `Retry-After` of an answer: seconds or an HTTP date (RFC 9110 §10.2.3). */

const secondsForm = /^\d{1,9}$/;
const dateForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds to wait, at least 0; `undefined` when the header is absent or makes no sense. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (secondsForm.test(text)) return Number(text) * 1000;
  const time = dateForm.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now.getTime());
}
