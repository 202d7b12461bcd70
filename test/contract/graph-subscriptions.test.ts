/** What only the Graph adapter can show of subscriptions: what Graph is sent, and what it may answer. */
import { describe, expect, test } from '@jest/globals';
import { body, replaceNextLink, status, throttle } from '../../local/graph-simulator/faults/fault.ts';
import { makeGraphSubscriptions } from '../../src/adapters/graph/graph-subscriptions.ts';
import { useEndpoint } from '../support/contract-endpoint.ts';
import { useGraph } from '../support/contract-graph.ts';

const graph = useGraph();
const endpoint = useEndpoint();
const api = () => makeGraphSubscriptions(graph().connect());

describe('subscriptions of Graph', () => {
  test('get the secret that Graph is to send back, and the expiry in UTC', async () => {
    await api().create(endpoint().wanted());
    expect(graph().simulator.subscriptions()[0]).toMatchObject(given());
  });

  test('of another app are neither seen nor changed, and do not stand in the way', async () => {
    const { simulator } = graph();
    const other = simulator.addSubscription({ ...given(), applicationId: 'another app' });
    expect(await Array.fromAsync(api().list())).toEqual([]);
    await expect(api().renew(other.id, endpoint().wanted())).rejects.toMatchObject({ status: 404 });
    await api().remove(other.id);
    await api().create(endpoint().wanted());
    expect(simulator.subscriptions().map(({ id }) => id)).toContain(other.id);
  });

  test('are renewed by PATCH alone, with nothing but the new expiry', async () => {
    const { simulator } = graph();
    const { id, clientState, notificationUrl } = simulator.addSubscription(given());
    simulator.clearRequests();
    await api().renew(id, { expiresAt: endpoint().wanted().expiresAt });
    const sent = simulator.requests.filter(({ path }) => path.startsWith('/v1.0/'));
    expect(sent.map(({ method, path }) => [method, path])).toEqual([['PATCH', `/v1.0/subscriptions/${id}`]]);
    expect(simulator.subscriptions()[0]).toMatchObject({ clientState, notificationUrl });
  });

  test('beyond what the tenant may have are denied, and Graph says that it is the number', async () => {
    const { simulator } = graph();
    simulator.configure({ subscriptions: { quota: 1 } });
    try {
      simulator.addSubscription({ ...given(), applicationId: 'another app' });
      await expect(api().create(endpoint().wanted())).rejects.toMatchObject({
        meaning: 'denied',
        status: 403,
        graphMessage: expect.stringMatching(/limit/i),
      });
    } finally {
      simulator.configure({ subscriptions: { quota: 100 } });
    }
  });

  test('are listed page after page as Graph links them, each page once', async () => {
    const { simulator } = graph();
    for (let i = 0; i < 45; i += 1) simulator.addSubscription(given());
    await Array.fromAsync(api().list());
    expect(simulator.countRequests({ path: '/v1.0/subscriptions', status: 200 })).toBe(3);
  });

  test('are not looked for where a link leads elsewhere', async () => {
    const { simulator } = graph();
    simulator.addFault({
      on: { path: '/v1.0/subscriptions' },
      fault: replaceNextLink(`${endpoint().origin}/v1.0/subscriptions?$skiptoken=x`),
    });
    await expect(Array.fromAsync(api().list())).rejects.toMatchObject({ meaning: 'refused' });
    expect(endpoint().heard).toEqual([]);
  });

  const link = (n: number) => `${graph().simulator.origin}/v1.0/subscriptions?$skiptoken=${n}`;
  test.each<[string, (n: number) => object, number]>([
    ['in a circle', (n) => ({ value: [foreign(String(n))], '@odata.nextLink': link((n % 3) + 1) }), 4],
    ['to empty pages', (n) => ({ value: [], '@odata.nextLink': link(n + 1) }), 21],
    ['to the same page', (n) => ({ value: [foreign()], '@odata.nextLink': link(n + 1) }), 2],
  ])('are refused when ever-new links lead %s', async (_where, page, maxReads) => {
    const { simulator } = graph();
    for (let n = 0; n < 50; n += 1) {
      const path = n === 0 ? /subscriptions$/ : new RegExp(`skiptoken=${n}$`);
      simulator.addFault({ on: { path }, times: 50, fault: body(JSON.stringify(page(n))) });
    }
    await expect(Array.fromAsync(api().list())).rejects.toMatchObject({ meaning: 'refused' });
    expect(simulator.countRequests({ path: '/v1.0/subscriptions' })).toBeLessThanOrEqual(maxReads);
  });

  test.each([
    ['HTML', '<h1>We will be right back</h1>'],
    ['no list', '{"value":"none"}'],
    ['a next link that is not a string', '{"value":[],"@odata.nextLink":7}'],
    ['a subscription without an id', '{"value":[{"resource":"communications/callRecords"}]}'],
    [
      'a subscription whose expiry is not a time',
      JSON.stringify({ value: [{ ...foreign(), expirationDateTime: 'soon' }] }),
    ],
  ])('answered with %s are refused, not taken for none', async (_what, text) => {
    graph().simulator.addFault({ on: { path: '/subscriptions' }, fault: body(text) });
    await expect(Array.fromAsync(api().list())).rejects.toMatchObject({ meaning: 'refused' });
  });

  test('answered with JSON that breaks off are unavailable', async () => {
    graph().simulator.addFault({ on: { path: '/subscriptions' }, fault: body('{"value":[') });
    await expect(Array.fromAsync(api().list())).rejects.toMatchObject({ meaning: 'unavailable' });
  });

  test('of other resources are listed too, whatever their properties', async () => {
    const page = { value: [{ ...foreign(), lifecycleNotificationUrl: null, unknown: { property: 1 } }] };
    graph().simulator.addFault({ on: { path: '/subscriptions' }, fault: body(JSON.stringify(page)) });
    expect(await Array.fromAsync(api().list())).toEqual([
      {
        id: 'not-a-guid',
        resource: 'users',
        changeType: 'created,deleted',
        notificationUrl: 'https://other.example/',
        lifecycleNotificationUrl: undefined,
        expiresAt: new Date('2026-11-21T09:00:00.123Z'),
      },
    ]);
  });

  test('that Graph could not remove are not taken for removed', async () => {
    const { simulator } = graph();
    const { id } = simulator.addSubscription(given());
    simulator.addFault({ on: { method: 'DELETE' }, fault: status(503) });
    await expect(api().remove(id)).rejects.toMatchObject({ meaning: 'unavailable', status: 503 });
    simulator.addFault({ on: { method: 'DELETE' }, fault: throttle(5) });
    await expect(api().remove(id)).rejects.toMatchObject({ meaning: 'throttled', retryAfterMs: 5_000 });
  });
});

/** What the simulator keeps of a subscription that was wanted. */
function given() {
  const { expiresAt, ...same } = endpoint().wanted();
  return { ...same, expiresAtMs: expiresAt.getTime() };
}

function foreign(id = 'not-a-guid') {
  return {
    id,
    resource: 'users',
    changeType: 'created,deleted',
    notificationUrl: 'https://other.example/',
    expirationDateTime: '2026-11-21T09:00:00.1230000Z',
  };
}
