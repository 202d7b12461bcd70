/** The archived call reports as their readers see them, wherever they lie: a storage account or a downloaded folder. */
import type { ReportName } from '../model/call-report.ts';
import type { DayRange } from '../model/day-ranges.ts';
import type { ArchivedReportRun } from './report-store.ts';

export interface ReportArchive {
  /** The newest run of each of these days, where there is one; none at all where no report was ever archived. */
  listNewest(report: ReportName, days: DayRange): Promise<Map<string, Pick<ArchivedReportRun, 'runId'>>>;
  /** The gzip file of a run that was listed. */
  open(report: ReportName, day: string, runId: string): AsyncIterable<Uint8Array>;
}
