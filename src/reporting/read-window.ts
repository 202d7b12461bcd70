/** Reads a window of a report page by page at Graph's pace, until the deadline; sees to it that the links lead to an end. */
import { GraphError } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';
import type { ReportWindow } from '../model/report-window.ts';
import { askAtPace } from '../paging/ask-at-pace.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { GraphPage } from '../ports/call-record-source.ts';
import type { CallReports } from '../ports/call-reports.ts';
import { openReportPage, type ReportPage } from './open-page.ts';

export interface ReadingTools {
  graph: CallReports;
  /** Its subjects are the reports. */
  pacer: Pacer;
  now(): Date;
  sleep(ms: number): Promise<unknown>;
}

/** Until when a window may be read. */
export interface ReadingLimits {
  deadline: Date;
  /** Aborted when another run may have taken over: then nothing more is read or written. */
  held: AbortSignal;
}

/** The time of the run is over, and the window was not read to its end. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** So many pages in a row may be empty: Graph may give empty pages, but not for ever. */
const mostEmptyPages = 20;

export interface ReadPage extends ReportPage {
  requestId: string | undefined;
}

/** Throws GraphError, OutOfTime, and why the run ends. A window cannot be left between two pages: what Graph wants is waited here. */
export async function* readWindow(
  report: ReportName,
  window: ReportWindow,
  limits: ReadingLimits,
  tools: ReadingTools,
): AsyncGenerator<ReadPage> {
  const { graph } = tools;
  const followed = new Set<string>();
  let emptyPages = 0;
  let ask = () => graph.readFirstPage(report, window);
  for (;;) {
    const answer = await readPatiently(report, ask, limits, tools);
    const page = openReportPage(answer, report);
    // Whoever takes the page is done with its rows when it asks for the next one.
    yield { ...page, requestId: answer.requestId };
    const link = page.nextLink;
    if (link === undefined) {
      answer.free();
      return;
    }
    emptyPages = page.rowCount === 0 ? emptyPages + 1 : 0;
    if (followed.has(link)) throw makeRefusal('a next link leads back to a page already read', answer);
    if (emptyPages > mostEmptyPages) throw makeRefusal('page after page is empty', answer);
    followed.add(link);
    answer.free();
    ask = () => graph.readNextPage(link);
  }
}

async function readPatiently(
  report: ReportName,
  ask: () => Promise<GraphPage>,
  { deadline, held }: ReadingLimits,
  { pacer, now, sleep }: ReadingTools,
): Promise<GraphPage> {
  for (;;) {
    held.throwIfAborted();
    if (now() > deadline) throw new OutOfTime();
    try {
      return await askAtPace(pacer, report, ask, true);
    } catch (error) {
      const waitMs = error instanceof GraphError ? error.retryAfterMs : undefined;
      if (waitMs === undefined || now().getTime() + waitMs > deadline.getTime()) throw error;
      await sleep(waitMs);
    }
  }
}

function makeRefusal(why: string, { bytes }: GraphPage): GraphError {
  return new GraphError(`Reading a call report: ${why}`, { meaning: 'refused', body: bytes });
}
