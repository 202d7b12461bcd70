/** Reads a window of a report page by page at Graph's pace, until the deadline of the run. */
import type { ReportName } from '../model/call-report.ts';
import type { ReportWindow } from '../model/report-window.ts';
import { followPages } from '../paging/follow-pages.ts';
import { type ReadingLimits, readUntil, type TimeIsUp, type WaitingTools } from '../paging/read-until.ts';
import type { CallReports } from '../ports/call-reports.ts';
import { openReportPage, type ReportPage } from './open-page.ts';

export interface WindowReadingTools extends WaitingTools {
  graph: CallReports;
}

/**
 * Gives "time-is-up" in place of the first page that there is no time for. Throws GraphError, and why the run ends. A
 * window cannot be left between two pages: the waits that Graph wants are waited here.
 */
export async function* readWindow(
  report: ReportName,
  window: ReportWindow,
  limits: ReadingLimits,
  tools: WindowReadingTools,
): AsyncGenerator<ReportPage | TimeIsUp> {
  const { graph } = tools;
  const free: (() => void)[] = [];

  async function read(link: string | undefined): Promise<ReportPage | TimeIsUp> {
    const ask = () => (link === undefined ? graph.readFirstPage(report, window) : graph.readNextPage(link));
    const answer = await readUntil(ask, { subject: report, patient: true, ...limits, ...tools });
    if (answer === 'time-is-up') return answer;
    free.push(answer.free);
    return openReportPage(answer, report);
  }

  for await (const page of followPages(read)) {
    // The consumer of a page is done with its rows when it asks for the next one, which was compared with it.
    while (free.length > 1) free.shift()?.();
    yield page;
  }
  free.pop()?.();
}
