/**
 * Archives some days of a report: reads their window to its end, then commits each day that differs from its newest
 * run. Nothing is committed before every page is there. Memory holds a page, the days compressed, and a few bytes a row.
 */
import { makeDigestSet } from '../bytes/digest-set.ts';
import { makeGrowingBuffer } from '../bytes/growing-buffer.ts';
import { formatReportRun, parseReportRun, refusedPath } from '../model/archive-path.ts';
import { addsUp, callReports, type ReportName } from '../model/call-report.ts';
import { countDays, type DayRange } from '../model/day-ranges.ts';
import { secondMs } from '../model/durations.ts';
import { planReportWindow } from '../model/report-window.ts';
import { keepRequestId } from '../paging/kept-request-ids.ts';
import type { ReadingLimits, TimeIsUp } from '../paging/read-until.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { ArchivedReportRun, ReportStore } from '../ports/report-store.ts';
import { type DayFile, makeDayFile, type RunFacts } from './day-file.ts';
import { lineFeed, makePageLines } from './page-lines.ts';
import { readWindow, type WindowReadingTools } from './read-window.ts';

export interface WindowTools extends WindowReadingTools {
  tenantId: string;
  reports: ReportStore;
  evidence: EvidenceStore;
  /** Hears of a day that has its newest run. */
  noteWritten(day: string): Promise<void>;
}

export type WindowOutcome =
  | { outcome: 'archived'; counts: WindowCounts }
  /** More pages than a window of several days may have: request fewer days. */
  | { outcome: 'too-long' }
  | { outcome: TimeIsUp };

export interface WindowCounts {
  pages: number;
  /** Rows of these days, each once. */
  rows: number;
  /** Days of which a new run was written, and days that were as before. */
  written: number;
  unchanged: number;
  /** Rows that Graph gave twice. */
  repeated: number;
  /** Rows without any time, kept as evidence. */
  undated: number;
}

/**
 * At most this many pages of a window of several days: less than a minute at Graph's pace, so that it surely ends within
 * a run, and little of it is held. A single day may have as many pages as a run has time for.
 */
const maxPages = 40;
/** Rows without any time are handed over in pieces of this size: where Graph gives a time another name, it is all rows. */
const evidenceBytes = 1024 * 1024;

/** Throws GraphError, and what storage throws: then nothing was committed, or each committed day is whole. */
export async function archiveWindow(
  report: ReportName,
  days: DayRange,
  limits: ReadingLimits,
  tools: WindowTools,
): Promise<WindowOutcome> {
  const newest = await tools.reports.listNewest(report, days);
  const files = makeDayFiles(report, newest, tools);
  const reading = await readRows(report, days, limits, files, tools);
  if (typeof reading === 'string') return { outcome: reading };
  const window = planReportWindow(report, days);
  const facts = {
    tenant_id: tools.tenantId,
    report,
    function: callReports[report].function,
    graph: tools.graph.graphUrl(report),
    window_from: window.from,
    window_to: window.to,
    pages: String(reading.pages),
    request_ids: reading.requestIds.join(),
    fetched_at: tools.now().toISOString(),
  };
  const { written, unchanged, rows } = await files.commit(facts, limits.held);
  const { pages, repeated, undated } = reading;
  return {
    outcome: 'archived',
    counts: { pages, rows, written, unchanged, repeated, undated },
  };
}

interface Reading {
  pages: number;
  repeated: number;
  undated: number;
  requestIds: string[];
}

async function readRows(
  report: ReportName,
  days: DayRange,
  limits: ReadingLimits,
  files: DayFiles,
  tools: WindowTools,
): Promise<Reading | 'too-long' | TimeIsUp> {
  const reading: Reading = { pages: 0, repeated: 0, undated: 0, requestIds: [] };
  const seen = makeDigestSet();
  const lines = makePageLines();
  const undated = makeGrowingBuffer();
  const setAside = async () => {
    await tools.evidence.put(refusedPath(report, tools.now()), undated.bytes());
    undated.free();
  };
  for await (const page of readWindow(report, planReportWindow(report, days), limits, tools)) {
    if (page === 'time-is-up') return page;
    for (const row of page.rows()) {
      const day = addsUp(report) ? days.from : row.day;
      if (day === undefined) {
        reading.undated += 1;
        undated.add(row.bytes);
        undated.add(lineFeed);
      }
      // What lies in the margin belongs to another window.
      else if (day < days.from || day > days.to) continue;
      else if (!seen.add(row.key)) reading.repeated += 1;
      else {
        files.open(day).count(row.sha256);
        lines.add(day, row.bytes);
      }
    }
    for (const [day, text] of lines.take()) await files.open(day).write(text);
    if (undated.length >= evidenceBytes) await setAside();
    reading.pages += 1;
    keepRequestId(reading.requestIds, page.requestId);
    if (reading.pages >= maxPages && page.nextLink !== undefined && countDays(days) > 1) return 'too-long';
  }
  if (undated.length > 0) await setAside();
  seen.free();
  lines.free();
  return reading;
}

type DayFiles = ReturnType<typeof makeDayFiles>;

/** A file for each day that has rows, and one for a day that no longer has any. */
function makeDayFiles(
  report: ReportName,
  newest: Map<string, ArchivedReportRun>,
  { reports, noteWritten, now }: WindowTools,
) {
  const startedAt = now();
  const files = new Map<string, DayFile>();

  function begin(day: string): DayFile {
    const before = newest.get(day);
    // Runs of a day sort by name: each is at least a second later than the one before, whatever the clocks say.
    const minMs = before ? parseReportRun(before.runId).getTime() + secondMs : 0;
    const runId = formatReportRun(new Date(Math.max(startedAt.getTime(), minMs)));
    const file = makeDayFile(reports.openWriter(report, day, runId));
    files.set(day, file);
    return file;
  }

  return {
    open: (day: string) => files.get(day) ?? begin(day),
    async commit(facts: Omit<RunFacts, 'day'>, held: AbortSignal) {
      for (const day of newest.keys()) this.open(day);
      const sum = { written: 0, unchanged: 0, rows: 0 };
      for (const [day, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const ended = await file.end();
        held.throwIfAborted();
        sum.rows += ended.rows;
        if (ended.rowsDigest === newest.get(day)?.rowsDigest) sum.unchanged += 1;
        else {
          await ended.commit({ ...facts, day });
          sum.written += 1;
        }
        // Of an unchanged day too: the run that wrote it may have ended before it could say so.
        await noteWritten(day);
      }
      return sum;
    },
  };
}
