/** The table of Graph routes. A new one is an entry here and a handler. */
import type { Answer } from './exchange.ts';
import { listRecords } from './records/list-route.ts';
import { getParticipants, getRecord, getSegments, getSessions } from './records/record-routes.ts';
import { getReport } from './reports/report-route.ts';
import type { RouteContext } from './route-context.ts';
import {
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  reauthorizeSubscription,
  updateSubscription,
} from './subscriptions/subscription-routes.ts';

export interface Route {
  readonly method: string;
  /** Of the path after the API version; groups are the names in it. */
  readonly path: RegExp;
  /** One of them is required. */
  readonly roles: readonly string[];
  readonly answer: (context: RouteContext) => Answer | Promise<Answer>;
}

const readCalls = ['CallRecords.Read.All'];
const readReports = ['CallRecord-PstnCalls.Read.All', ...readCalls];
const record = /^\/communications\/callRecords(?:\/([^/()']+)|\('([^']+)'\))/.source;
const session = /\/sessions(?:\/([^/()']+)|\('([^']+)'\))/.source;

const get = (path: RegExp, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  roles: readCalls,
  answer,
});

export const routes: readonly Route[] = [
  get(/^\/communications\/callRecords\/?$/i, listRecords),
  {
    method: 'GET',
    path: /^\/communications\/callRecords\/(?:microsoft\.graph\.callRecords\.)?(get\w+)\(fromDateTime=([^,)]*),toDateTime=([^,)]*)\)$/i,
    roles: readReports,
    answer: getReport,
  },
  get(new RegExp(`${record}/?$`, 'i'), getRecord),
  get(new RegExp(`${record}/sessions/?$`, 'i'), getSessions),
  get(new RegExp(`${record}${session}/segments/?$`, 'i'), getSegments),
  get(new RegExp(`${record}/participants_v2/?$`, 'i'), getParticipants),
  get(/^\/subscriptions\/?$/i, listSubscriptions),
  get(/^\/subscriptions\/([^/]+)\/?$/i, getSubscription),
  { method: 'POST', path: /^\/subscriptions\/?$/i, roles: readCalls, answer: createSubscription },
  { method: 'PATCH', path: /^\/subscriptions\/([^/]+)\/?$/i, roles: readCalls, answer: updateSubscription },
  { method: 'DELETE', path: /^\/subscriptions\/([^/]+)\/?$/i, roles: readCalls, answer: deleteSubscription },
  {
    method: 'POST',
    path: /^\/subscriptions\/([^/]+)\/reauthorize\/?$/i,
    roles: readCalls,
    answer: reauthorizeSubscription,
  },
];
