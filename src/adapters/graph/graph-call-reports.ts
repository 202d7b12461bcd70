/** The call reports through Graph's HTTP interface (graph-facts §5). */
import { callReports, type ReportName } from '../../model/call-report.ts';
import type { CallReports } from '../../ports/call-reports.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';

/** Members that Graph added to an enumeration later come by name. */
const headers = { prefer: 'include-unknown-enum-members' };

/** `apiVersion` is for the reports that are not in beta only. */
export function makeGraphCallReports(
  client: GraphClient,
  { origin, apiVersion }: { origin: string; apiVersion: string },
): CallReports {
  const versionOf = (report: ReportName) => (callReports[report].isBeta ? 'beta' : apiVersion);
  const read = (target: GraphRequest['target']) => client.request({ method: 'GET', target, headers });

  return {
    graphUrl: (report) => `${origin}/${versionOf(report)}`,
    readFirstPage: (report, { from, to }) =>
      read({
        path: `/communications/callRecords/${callReports[report].function}(fromDateTime=${from},toDateTime=${to})`,
        apiVersion: versionOf(report),
      }),
    readNextPage: (link) => read({ link }),
  };
}
