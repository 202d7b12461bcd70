/** Why a call report could not be read, in words that say what to do. */
import { type GraphError, noTokenCode, wrongTenantCode } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';

export function explainReportFailure({ status, meaning, graphCode }: GraphError, report: ReportName): string {
  const leaveOut = `take ${report} out of CALL_REPORTS`;
  if (graphCode === noTokenCode) {
    return 'The managed identity gave no token: check that an identity is assigned to the app, and AZURE_CLIENT_ID.';
  }
  if (graphCode === wrongTenantCode) {
    return 'GRAPH_TENANT_ID is not the tenant of the app’s identity: correct it.';
  }
  if (meaning === 'denied') {
    return (
      'The app’s managed identity lacks the Graph application permission CallRecords.Read.All (or, for reports alone, ' +
      'CallRecord-PstnCalls.Read.All), or got it lately and its token does not have it yet (up to a day), or the tenant ' +
      `has no licence for this report. Grant the permission, or ${leaveOut}.`
    );
  }
  if (status === 404 || status === 400) {
    return `This cloud or tenant does not have the report ${report}: ${leaveOut}.`;
  }
  if (status === 406) {
    return `Graph refuses even one day of the report ${report} as too long a window: if it stays so, ${leaveOut}.`;
  }
  if (meaning === 'refused') {
    return 'Graph answered with something that is not a page of rows; it is kept in call-evidence under refused/v1/.';
  }
  return 'Graph did not answer: it is asked again; no action is needed yet.';
}
