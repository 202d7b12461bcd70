/**
 * What is requested of Graph for some days of a report. Microsoft says differently, or not at all, whether a window's end
 * belongs to it: so windows reach into the neighbouring days, and a row counts for its own day only.
 */
import { addsUp, type ReportName } from './call-report.ts';
import { addDays, type DayRange } from './day-ranges.ts';
import { hourMs } from './durations.ts';

export interface ReportWindow {
  /** ISO 8601 in UTC. */
  from: string;
  to: string;
}

/** Graph allows 90 days a request. Fewer cost a year few requests more, and less has to be held until a window is whole. */
export const maxWindowDays = 30;

/** So far a window reaches into its neighbours: a call that failed may have several times, a little apart. */
const marginMs = hourMs;

/** Days of a report that is added up are requested one by one, and end a tick before the next one begins. */
export function planReportWindow(report: ReportName, { from, to }: DayRange): ReportWindow {
  if (addsUp(report)) return { from: `${from}T00:00:00Z`, to: `${to}T23:59:59.9999999Z` };
  return {
    from: formatSeconds(Date.parse(`${from}T00:00:00Z`) - marginMs),
    to: formatSeconds(Date.parse(`${addDays(to, 1)}T00:00:00Z`) + marginMs),
  };
}

function formatSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
