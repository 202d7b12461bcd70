/** What is told of a request to Graph: its kind, and nobody's id. */
import { expect, test } from '@jest/globals';
import { formatRoute } from '../../../src/adapters/graph/observe-exchange.ts';

const id = '8b1a9c53-0000-4000-8000-00000000abcd';

test.each([
  [`/v1.0/communications/callRecords/${id}?$expand=participants_v2`, 'communications/callRecords/{id}'],
  [
    `/v1.0/communications/callRecords/${id}/participants_v2?$skiptoken=x`,
    'communications/callRecords/{id}/participants_v2',
  ],
  [
    `/v1.0/communications/callRecords?$filter=participants_v2/any(p:p/id%20eq%20'${id}')`,
    'communications/callRecords',
  ],
  [
    '/v1.0/communications/callRecords/getPstnCalls(fromDateTime=2026-11-01,toDateTime=2026-11-02)',
    'communications/callRecords/getPstnCalls',
  ],
  [
    '/beta/communications/callRecords/microsoft.graph.callRecords.getSmsLog(fromDateTime=2026-11-01)',
    'communications/callRecords/microsoft.graph.callRecords.getSmsLog',
  ],
  [`/v1.0/subscriptions/${id}`, 'subscriptions/{id}'],
  ['/v1.0/users/anna@contoso.com/calls', 'users/{id}/calls'],
  ['/v1.0/communications/+4915112345678', 'communications/{id}'],
  ['/v1.0/', '{id}'],
])('%s', (path, route) => {
  expect(formatRoute(path)).toBe(route);
});
