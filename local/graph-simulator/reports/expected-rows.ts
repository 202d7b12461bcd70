/** What the archive must hold of a report's day: every row once, as Graph gives it but on one line. */
import type { SimulatorCore } from '../core.ts';
import { dayMs } from '../durations.ts';
import type { ReportName } from './report-kinds.ts';

/** `day` is a UTC date, `YYYY-MM-DD`. Rows that Graph does not have yet are not among them. */
export function expectedRows(
  { reports, settings }: SimulatorCore,
  report: ReportName,
  day: string,
): string[] {
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  const window = { fromMs, toMs: fromMs + dayMs, nowMs: settings.now().getTime() };
  return reports.find(report, window, false).map((row) => onOneLine(row()));
}

/** A row without line breaks stays as it is. */
function onOneLine(raw: string): string {
  if (!/[\r\n]/.test(raw)) return raw;
  return raw.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1');
}
