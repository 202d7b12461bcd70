/**
 * GET /communications/callRecords/getPstnCalls(fromDateTime=…,toDateTime=…) and its four siblings: 1,000 rows a page,
 * next links with `$skip`. A window of more than 90 days is answered 406, as Graph was seen to do.
 */
import { dayMs } from '../durations.ts';
import { type Answer, jsonAnswer } from '../exchange.ts';
import { badRequest, graphError } from '../graph-error.ts';
import { layoutOf, renderArray, renderMember, renderObject } from '../records/layout.ts';
import type { RouteContext } from '../route-context.ts';
import { type ReportName, reportKinds, reportOfFunction } from './report-kinds.ts';

/** https://learn.microsoft.com/graph/api/callrecords-callrecord-getpstncalls */
const maxWindowMs = 90 * dayMs;
/** A date, or a date and time in UTC. */
const timeForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?Z)?$/;

export function getReport(context: RouteContext): Answer {
  const { request, core, apiVersion, names } = context;
  const [functionName = '', from = '', to = ''] = names;
  const report = reportOfFunction(functionName);
  if (report === undefined || (reportKinds[report].betaOnly && apiVersion !== 'beta')) {
    return badRequest(request, `Resource not found for the segment '${functionName}'.`);
  }
  if (core.settings.reports.notOffered.includes(report)) return graphError(request, 404, 'NotFound', '');
  if (!timeForm.test(from) || !timeForm.test(to)) {
    return badRequest(request, `The time '${timeForm.test(from) ? to : from}' is not valid.`);
  }
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (toMs < fromMs) return badRequest(request, 'fromDateTime is later than toDateTime.');
  if (toMs - fromMs > maxWindowMs) {
    return graphError(request, 406, 'NotAcceptable', 'The time range cannot exceed 90 days.');
  }
  const nowMs = core.settings.now().getTime();
  if (fromMs < nowMs - core.settings.reports.keptDays * dayMs) {
    return badRequest(request, 'fromDateTime is older than the log goes back.');
  }
  const skip = request.query.get('$skip') ?? '0';
  if (!/^\d{1,9}$/.test(skip)) return badRequest(request, `Invalid value '${skip}' for $skip.`);
  return jsonAnswer(200, renderPage(context, report, { fromMs, toMs, nowMs }, Number(skip)));
}

function renderPage(
  { request, core, apiVersion, names }: RouteContext,
  report: ReportName,
  window: { fromMs: number; toMs: number; nowMs: number },
  skip: number,
): string {
  const { pageSize, order } = core.settings.reports;
  const rows = core.reports.find(report, window);
  if (order === 'newest-first') rows.reverse();
  const items = rows.slice(skip, skip + pageSize).map((row) => row());
  const [functionName, from, to] = names;
  const path = `/${apiVersion}/communications/callRecords/${functionName}(fromDateTime=${from},toDateTime=${to})`;
  const link =
    request.overrides.nextLink ??
    (skip + items.length < rows.length ? `${core.origin}${path}?$skip=${skip + items.length}` : undefined);
  const type = `Collection(microsoft.graph.callRecords.${reportKinds[report].rowType})`;
  const layout = layoutOf(core.settings.pretty);
  return renderObject(
    [
      renderMember('@odata.context', `"https://graph.microsoft.com/${apiVersion}/$metadata#${type}"`, layout),
      renderMember('@odata.count', String(items.length), layout),
      renderMember('value', renderArray(items, layout), layout),
      ...(link === undefined ? [] : [renderMember('@odata.nextLink', JSON.stringify(link), layout)]),
    ],
    layout,
  );
}
