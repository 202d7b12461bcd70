/** Where the call reports are kept: create-only files, one for each run of a day that differs from the run before. */
import type { ReportName } from '../model/call-report.ts';
import type { DayRange } from '../model/day-ranges.ts';

/** What is kept beside the rows, in the words of the blob's metadata (docs/archive-format.md). ASCII texts. */
export interface ReportMetadata {
  /** Lower-case hex SHA-256 of the unpacked file. */
  sha256: string;
  /** Length of the unpacked file. */
  bytes: string;
  rows: string;
  /** The same for the same rows in any order. */
  rows_digest: string;
  tenant_id: string;
  report: string;
  day: string;
  /** Graph's name of the report, and where it was asked. */
  function: string;
  graph: string;
  /** The window that was asked for, and the pages that the answer had. */
  window_from: string;
  window_to: string;
  pages: string;
  request_ids: string;
  fetched_at: string;
}

export interface ArchivedReportRun {
  runId: string;
  rowsDigest: string;
}

export interface ReportStore {
  /** The newest run of each of these days, where there is one. */
  listNewest(report: ReportName, days: DayRange): Promise<Map<string, ArchivedReportRun>>;
  /** A writer for one run of one day. Nothing is visible before its commit. */
  openWriter(report: ReportName, day: string, runId: string): ReportWriter;
}

export interface ReportWriter {
  /** Takes the next part of the gzip file. May hold it or stage it. */
  write(part: Uint8Array): Promise<void>;
  /** Makes the run visible at once and whole. Throws when there is one of that name already. */
  commit(metadata: ReportMetadata, contentMd5: Uint8Array): Promise<void>;
}
