/**
 * Control over HTTP, for a simulator that runs as a process of its own. No token is required: it listens on
 * loopback only. A new verb is an entry in the table.
 */
import { z } from 'zod';
import { generateCalls, generateRequest } from './control/generate-calls.ts';
import {
  addRows,
  addRowsRequest,
  changeRows,
  changeRowsRequest,
  expectedRowsRequest,
} from './control/report-requests.ts';
import { endCallRequest, makeRequestedRecord } from './control/requested-record.ts';
import { settingsRequest } from './control/settings-request.ts';
import type { SimulatorCore } from './core.ts';
import { exampleRecords } from './example-records.ts';
import { type Answer, emptyAnswer, type GraphRequest } from './exchange.ts';
import { faultRuleRequest, makeFaultRule } from './faults/fault-kinds.ts';
import { expectedDocument } from './records/expected-document.ts';
import { expectedRows } from './reports/expected-rows.ts';
import { fits } from './request-log.ts';
import { changeSettings, limitsOf } from './settings.ts';
import { sendLifecycle } from './subscriptions/send-lifecycle.ts';

export const controlPrefix = '/_simulator/';

interface ControlRoute {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (call: ControlCall) => Answer | Promise<Answer>;
}

interface ControlCall {
  readonly core: SimulatorCore;
  readonly request: GraphRequest;
  readonly names: readonly string[];
}

const rolesRequest = z.object({ roles: z.array(z.string()), alsoIssued: z.boolean().optional() });
const lifecycleRequest = z.object({
  event: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
  subscriptionId: z.string().optional(),
});

const controlRoutes: readonly ControlRoute[] = [
  { method: 'POST', path: /^calls$/, answer: postCalls },
  { method: 'POST', path: /^examples$/, answer: postExamples },
  { method: 'POST', path: /^generate$/, answer: postGenerate },
  { method: 'GET', path: /^records\/([^/]+)\/([0-9]+)\/document$/, answer: getDocument },
  { method: 'POST', path: /^reports\/rows$/, answer: postReportRows },
  { method: 'PATCH', path: /^reports\/rows$/, answer: patchReportRows },
  { method: 'GET', path: /^reports\/([^/]+)\/([^/]+)$/, answer: getReportRows },
  { method: 'POST', path: /^faults$/, answer: postFaults },
  { method: 'DELETE', path: /^faults$/, answer: act(({ core }) => core.faults.clear()) },
  { method: 'GET', path: /^requests$/, answer: getRequests },
  { method: 'DELETE', path: /^requests$/, answer: act(({ core }) => core.log.clear()) },
  { method: 'GET', path: /^subscriptions$/, answer: getSubscriptions },
  { method: 'DELETE', path: /^subscriptions\/([^/]+)$/, answer: deleteSubscription },
  { method: 'GET', path: /^deliveries$/, answer: getDeliveries },
  { method: 'GET', path: /^throttled$/, answer: ({ core }) => json(200, core.throttle.refusals()) },
  { method: 'POST', path: /^lifecycle$/, answer: postLifecycle },
  { method: 'POST', path: /^notifications\/hold$/, answer: act(({ core }) => core.notifier.hold()) },
  { method: 'POST', path: /^notifications\/release$/, answer: act(({ core }) => core.notifier.release()) },
  { method: 'POST', path: /^roles$/, answer: postRoles },
  { method: 'POST', path: /^tokens\/expire$/, answer: act(({ core }) => core.tokens.expireAll()) },
  { method: 'POST', path: /^settings$/, answer: postSettings },
];

export async function answerControl(request: GraphRequest, core: SimulatorCore): Promise<Answer> {
  const path = request.path.slice(controlPrefix.length);
  const route = controlRoutes.find((one) => one.method === request.method && one.path.test(path));
  if (route === undefined) return json(404, { error: `No control route ${request.method} ${request.path}` });
  try {
    return await route.answer({ core, request, names: (route.path.exec(path) ?? []).slice(1) });
  } catch (error) {
    return json(400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
  }
}

function postCalls({ core, request }: ControlCall): Answer {
  const wanted = endCallRequest.parse(readBody(request));
  const record = makeRequestedRecord(wanted, core.settings.now());
  core.calls.end(record, { announce: wanted.announce ?? true, readableAfterMs: wanted.readableAfterMs ?? 0 });
  return json(201, { id: record.id, version: record.version, startDateTime: record.startDateTime });
}

function postExamples({ core }: ControlCall): Answer {
  const records = exampleRecords(core.settings.now());
  for (const record of records) core.calls.end(record);
  return json(
    201,
    records.map(({ id, version, startDateTime }) => ({ id, version, startDateTime })),
  );
}

function postGenerate({ core, request }: ControlCall): Answer {
  return json(202, generateCalls(core, generateRequest.parse(readBody(request))));
}

function getDocument({ core, names }: ControlCall): Answer {
  const [id = '', version = ''] = names;
  const record = core.records.version(id, version);
  if (record === undefined) return json(404, { error: `No version ${version} of call ${id}` });
  const { pretty, paging } = core.settings;
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: expectedDocument(record, { ...paging, pretty }),
  };
}

function postReportRows({ core, request }: ControlCall): Answer {
  return json(201, { added: addRows(core, addRowsRequest.parse(readBody(request))) });
}

function patchReportRows({ core, request }: ControlCall): Answer {
  changeRows(core, changeRowsRequest.parse(readBody(request)));
  return emptyAnswer(204);
}

function getReportRows({ core, names }: ControlCall): Answer {
  const { report, day } = expectedRowsRequest.parse({ report: names[0], day: names[1] });
  const body = expectedRows(core, report, day)
    .map((row) => `${row}\n`)
    .join('');
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body };
}

function postFaults({ core, request }: ControlCall): Answer {
  const planned = core.faults.add(makeFaultRule(faultRuleRequest.parse(readBody(request))));
  return json(201, { fault: planned.name });
}

function getRequests({ core, request }: ControlCall): Answer {
  const { query } = request;
  const filter = {
    ...(query.has('method') ? { method: query.get('method') ?? '' } : {}),
    ...(query.has('path') ? { path: query.get('path') ?? '' } : {}),
    ...(query.has('recordId') ? { recordId: query.get('recordId') ?? '' } : {}),
    ...(query.has('status') ? { status: Number(query.get('status')) } : {}),
  };
  return json(
    200,
    core.log.entries.filter((entry) => fits(entry, filter)),
  );
}

function getSubscriptions({ core }: ControlCall): Answer {
  return json(
    200,
    core.subscriptions.live().map(({ clientState, seenCalls, ...shown }) => ({
      ...shown,
      expirationDateTime: new Date(shown.expiresAtMs).toISOString(),
      hasClientState: clientState !== undefined,
      callsSeen: seenCalls.size,
    })),
  );
}

/** Without the bodies, which hold the client state. */
function getDeliveries({ core }: ControlCall): Answer {
  return json(
    200,
    core.notifier.deliveries.map(({ body: _body, ...shown }) => shown),
  );
}

function deleteSubscription({ core, names }: ControlCall): Answer {
  const gone = core.subscriptions.remove(names[0] ?? '');
  core.activity.changed();
  return gone ? emptyAnswer(204) : json(404, { error: 'No such subscription' });
}

async function postLifecycle({ core, request }: ControlCall): Promise<Answer> {
  const { event, subscriptionId } = lifecycleRequest.parse(readBody(request));
  const outcomes = await sendLifecycle(core, event, subscriptionId);
  return json(200, {
    delivered: outcomes.filter((outcome) => outcome.delivered).length,
    of: outcomes.length,
  });
}

function postRoles({ core, request }: ControlCall): Answer {
  const { roles, alsoIssued = true } = rolesRequest.parse(readBody(request));
  core.tokens.setRoles(roles, { alsoIssued });
  return emptyAnswer(204);
}

function postSettings({ core, request }: ControlCall): Answer {
  const wanted = settingsRequest.parse(readBody(request));
  changeSettings(core.settings, wanted);
  if (wanted.throttling !== undefined) core.throttle.setLimits(limitsOf(wanted.throttling));
  return emptyAnswer(204);
}

function readBody(request: GraphRequest): unknown {
  return request.body === '' ? {} : JSON.parse(request.body);
}

/** For what only does something and has nothing to say. */
function act(does: (call: ControlCall) => void): ControlRoute['answer'] {
  return (call) => {
    does(call);
    return emptyAnswer(204);
  };
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}
