/** Durations as host.json writes them: [d.]hh:mm:ss[.fff]. */
const timeSpanForm = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/** Milliseconds; `undefined` for anything that is not a time span. */
export function parseTimeSpan(text: string): number | undefined {
  const parts = timeSpanForm.exec(text.trim());
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 5).map((part) => Number(part ?? 0));
  // .NET reads "24:00:00" as 24 days; a reader means one, so it is refused.
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fractionMs = Number(`0.${parts[5] ?? '0'}`) * 1000;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + Math.round(fractionMs);
}
