/** Where the call reports come from: Microsoft Graph. */
import type { ReportName } from '../model/call-report.ts';
import type { ReportWindow } from '../model/report-window.ts';
import type { GraphPage } from './call-record-source.ts';

/**
 * Gives answers of status 200, whole; whether they are pages of a report is for the caller to find out. Everything
 * else is thrown as GraphError. Status 406: the window is too long; 404: this cloud does not have the report.
 */
export interface CallReports {
  /** Where this report is read, such as `https://graph.microsoft.com/beta`. */
  graphUrl(report: ReportName): string;
  /** The first page of the rows of a window. Rows at its very end may be among them or not. */
  readFirstPage(report: ReportName, window: ReportWindow): Promise<GraphPage>;
  /** The page behind Graph's own link. One to anywhere else than the configured Graph is refused before it is sent. */
  readNextPage(link: string): Promise<GraphPage>;
}
