/** Subscriptions and notifications over real HTTP, with an endpoint that Graph calls back. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import {
  type GraphSimulator,
  startGraphSimulator,
} from '../../local/graph-simulator/start-graph-simulator.ts';
import {
  type Endpoint,
  type EndpointAnswer,
  errorOf,
  type GraphClient,
  makeGraphClient,
  type Received,
  startEndpoint,
} from './graph-simulator-client.ts';

const minutes = 60_000;

let clockMs: number;
let simulator: GraphSimulator;
let graph: GraphClient;
let endpoint: Endpoint;

beforeEach(async () => {
  clockMs = Date.parse('2026-11-21T12:00:00Z');
  endpoint = await startEndpoint();
  simulator = await startGraphSimulator({
    now: () => new Date(clockMs),
    notifications: { retryDelaysMs: [1, 1, 1] },
  });
  graph = await makeGraphClient(simulator);
});

afterEach(async () => {
  await simulator.close();
  await endpoint.close();
});

const make = (seed: number | string, options = {}) =>
  makeRecord(seed, { endedAt: new Date(clockMs), ...options });

function creation(changes: Record<string, unknown> = {}) {
  return {
    changeType: 'updated',
    resource: 'communications/callRecords',
    notificationUrl: `${endpoint.origin}/api/notifications?code=key`,
    lifecycleNotificationUrl: `${endpoint.origin}/api/lifecycle`,
    clientState: 'a secret of the test',
    expirationDateTime: new Date(clockMs + 4200 * minutes).toISOString(),
    ...changes,
  };
}

async function subscribe(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await graph.send('POST', '/subscriptions', creation(changes));
  if (reply.status !== 201) throw new Error(`Not subscribed: ${reply.text}`);
  return String(reply.json()['id']);
}

describe('creating a subscription', () => {
  test('asks both endpoints in order, with the token to be decoded once', async () => {
    const reply = await graph.send('POST', '/subscriptions', creation());
    expect(reply.status).toBe(201);
    expect(reply.json()).toMatchObject({
      resource: 'communications/callRecords',
      changeType: 'updated',
      clientState: 'a secret of the test',
      applicationId: simulator.appId,
      expirationDateTime: '2026-11-24T10:00:00.0000000Z',
    });
    expect(endpoint.received.map((one) => one.path)).toEqual(['/api/notifications', '/api/lifecycle']);
    for (const { contentType, query } of endpoint.received) {
      expect(contentType).toBe('text/plain; charset=utf-8');
      expect(query.get('validationToken')).toMatch(/ a\+b 100% %2B %20 <b>&amp;<\/b>&x=1;"Zoë 李😀"$/);
    }
    expect(endpoint.received[0]?.query.get('code')).toBe('key');
  });

  const refusals: [string, (request: Received) => EndpointAnswer][] = [
    ['with another status', () => ({ status: 202, body: 'x' })],
    [
      'with another content type',
      ({ query }) => ({ status: 200, contentType: 'text/html', body: token(query) }),
    ],
    ['with a token decoded twice', ({ query }) => ({ status: 200, body: token(query).replace('%2B', '+') })],
    ['with a token not decoded', ({ query }) => ({ status: 200, body: encodeURIComponent(token(query)) })],
    ['with more than the token', ({ query }) => ({ status: 200, body: `${token(query)}\n` })],
  ];

  test.each(refusals)('is refused when the endpoint answers %s', async (_how, answer) => {
    endpoint.behave(answer);
    const reply = await graph.send('POST', '/subscriptions', creation());
    expect([reply.status, errorOf(reply).message]).toEqual([
      400,
      expect.stringContaining('Subscription validation request failed'),
    ]);
    expect(simulator.subscriptions()).toEqual([]);
  });

  test('is refused when only the lifecycle endpoint fails, or nobody is there, or nobody answers in time', async () => {
    endpoint.behave(({ path }) => (path === '/api/lifecycle' ? { status: 500 } : undefined));
    expect((await graph.send('POST', '/subscriptions', creation())).status).toBe(400);
    endpoint.behave(undefined);
    const closed = { notificationUrl: 'http://127.0.0.1:1/x' };
    expect((await graph.send('POST', '/subscriptions', creation(closed))).status).toBe(400);

    simulator.configure({ subscriptions: { validationTimeoutMs: 20 } });
    const silent = await startGraphSimulator();
    silent.addFault({ fault: { name: 'silence', answer: () => new Promise(() => undefined) } });
    const reply = await graph.send(
      'POST',
      '/subscriptions',
      creation({ notificationUrl: `${silent.origin}/silent` }),
    );
    expect(errorOf(reply).message).toContain('timed out');
    await silent.close();
  });

  test('is 409 for the same change and resource, whatever its slash', async () => {
    const id = await subscribe();
    const twin = await graph.send(
      'POST',
      '/subscriptions',
      creation({ resource: '/communications/callRecords' }),
    );
    expect([twin.status, errorOf(twin).message]).toEqual([
      409,
      `Subscription Id <${id}> already exists for the requested combination`,
    ]);
    await subscribe({ changeType: 'created' });
    clockMs += 4200 * minutes;
    await subscribe();
  });

  test('is 403 over the quota and 400 for a request Graph does not support', async () => {
    simulator.configure({ subscriptions: { quota: 1 } });
    simulator.addSubscription({ notificationUrl: endpoint.origin, applicationId: 'another app' });
    const over = await graph.send('POST', '/subscriptions', creation());
    expect([over.status, errorOf(over).message]).toEqual([403, expect.stringContaining('limit of 1')]);
    expect(
      (await graph.send('POST', '/subscriptions', creation({ clientState: 'x'.repeat(129) }))).status,
    ).toBe(400);
    const tooLong = { expirationDateTime: new Date(clockMs + 4231 * minutes).toISOString() };
    expect(errorOf(await graph.send('POST', '/subscriptions', creation(tooLong))).code).toBe(
      'ExtensionError',
    );
  });
});

describe('the life of a subscription', () => {
  test('is got and listed without its client state, in pages, each app its own', async () => {
    simulator.configure({ paging: { subscriptions: 2 } });
    const ids = [
      await subscribe(),
      await subscribe({ changeType: 'created' }),
      await subscribe({ changeType: 'created,updated' }),
    ];
    simulator.addSubscription({ notificationUrl: endpoint.origin, applicationId: 'another app' });
    const first = (await graph.get('/subscriptions')).json();
    const second = (await graph.get(String(first['@odata.nextLink']))).json();
    const listed = [first, second].flatMap((page) => page['value'] as { id: string; clientState: unknown }[]);
    expect(listed.map((one) => one.id).sort()).toEqual([...ids].sort());
    expect(listed.every((one) => one.clientState === null)).toBe(true);
    expect(second).not.toHaveProperty(['@odata.nextLink']);
    expect((await graph.get(`/subscriptions/${ids[0]}`)).json()).toMatchObject({
      id: ids[0],
      clientState: null,
    });
  });

  test('is prolonged, reauthorized, moved to a proven URL, deleted; then it is not found', async () => {
    const id = await subscribe();
    const path = `/subscriptions/${id}`;
    const later = new Date(clockMs + 4000 * minutes).toISOString();
    const patched = await graph.send('PATCH', path, { expirationDateTime: later });
    expect([patched.status, patched.json()['expirationDateTime']]).toEqual([
      200,
      later.replace('Z', '0000Z'),
    ]);
    expect((await graph.send('POST', `${path}/reauthorize`)).status).toBe(204);

    endpoint.behave(() => ({ status: 500 }));
    const moved = { notificationUrl: `${endpoint.origin}/moved` };
    expect((await graph.send('PATCH', path, moved)).status).toBe(400);
    endpoint.behave(undefined);
    expect((await graph.send('PATCH', path, moved)).json()).toMatchObject(moved);
    expect((await graph.send('PATCH', path, { clientState: 'other' })).status).toBe(400);

    expect((await graph.send('DELETE', path)).status).toBe(204);
    for (const [method, target] of [
      ['GET', path],
      ['PATCH', path],
      ['DELETE', path],
      ['POST', `${path}/reauthorize`],
    ] as const) {
      const body = method === 'PATCH' ? { expirationDateTime: later } : undefined;
      expect((await (method === 'GET' ? graph.get(target) : graph.send(method, target, body))).status).toBe(
        404,
      );
    }
  });

  test('ends with its expiry, and receives nothing more', async () => {
    const id = await subscribe();
    simulator.expireSubscription(id);
    expect((await graph.get(`/subscriptions/${id}`)).status).toBe(404);
    simulator.endCall(make(1));
    await simulator.untilIdle();
    expect(endpoint.notifications()).toEqual([]);
  });
});

describe('change notifications', () => {
  test('have the documented shape', async () => {
    const id = await subscribe();
    const record = make(1);
    simulator.endCall(record);
    await simulator.untilIdle();
    expect(endpoint.notifications()).toEqual([
      {
        value: [
          {
            subscriptionId: id,
            clientState: 'a secret of the test',
            changeType: 'updated',
            resource: `communications/callRecords/${record.id}`,
            subscriptionExpirationDateTime: '2026-11-24T10:00:00.000+00:00',
            resourceData: {
              '@odata.type': '#Microsoft.Graph.callRecord',
              '@odata.id': `communications/callRecords/${record.id}`,
              id: record.id,
            },
            tenantId: simulator.tenantId,
          },
        ],
      },
    ]);
    expect(endpoint.received.at(-1)).toMatchObject({
      path: '/api/notifications',
      contentType: 'application/json; charset=utf-8',
    });
  });

  test('come for each version on `updated`, once for a call on `created`', async () => {
    await subscribe();
    await subscribe({ changeType: 'created', notificationUrl: `${endpoint.origin}/created` });
    simulator.endCall(make(1), { versions: [{ record: make(1, { version: 2 }), afterMs: 1 }] });
    await simulator.untilIdle();
    const paths = endpoint.received.filter((one) => one.body !== '').map((one) => one.path);
    expect(paths.sort()).toEqual(['/api/notifications', '/api/notifications', '/created']);
  });

  test('are tried again until they are accepted or finally lost', async () => {
    await subscribe();
    let refusals = 2;
    endpoint.behave(() => {
      refusals -= 1;
      return refusals >= 0 ? { status: 503 } : undefined;
    });
    simulator.endCall(make(1));
    await simulator.untilIdle();
    expect(simulator.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 503],
      [2, 503],
      [3, 202],
    ]);
    endpoint.behave(() => ({ status: 404 }));
    simulator.endCall(make(2));
    await simulator.untilIdle();
    expect(simulator.deliveries.slice(3).map((one) => one.status)).toEqual([404, 404, 404, 404]);
    expect(simulator.lostNotifications()).toBe(1);
  });

  test('are held, released, batched, doubled and shuffled', async () => {
    await subscribe();
    simulator.holdNotifications();
    const records = Array.from({ length: 10 }, (_, seed) => make(seed));
    for (const record of records) simulator.endCall(record);
    await simulator.untilIdle();
    expect(endpoint.notifications()).toEqual([]);

    simulator.configure({ notifications: { batchSize: 8, duplicates: 1, shuffle: true } });
    simulator.releaseNotifications();
    await simulator.untilIdle();
    const sizes = endpoint.notifications().map((one) => (one['value'] as unknown[]).length);
    expect(sizes.sort()).toEqual([4, 8, 8]);
    const ids = simulator.deliveries.flatMap((one) => one.callIds);
    const expected = records.flatMap((record) => [record.id, record.id]);
    expect([...ids].sort()).toEqual([...expected].sort());
    expect(ids).not.toEqual(expected);
  });

  test('are lost on demand, and not sent for calls that are not announced', async () => {
    await subscribe();
    simulator.endCall(make(1), { announce: false });
    simulator.configure({ notifications: { lose: 1 } });
    simulator.endCall(make(2));
    await simulator.untilIdle();
    expect([endpoint.notifications(), simulator.lostNotifications()]).toEqual([[], 1]);
  });

  test('can be any body', async () => {
    const outcome = await simulator.sendNotification(`${endpoint.origin}/any`, '{"value":[{}]}');
    expect(outcome.delivered).toBe(true);
    expect(endpoint.notifications()).toEqual([{ value: [{}] }]);
  });
});

describe('lifecycle notifications', () => {
  test('go to the lifecycle URL in their own shape', async () => {
    const id = await subscribe();
    const [outcome] = await simulator.sendLifecycle('reauthorizationRequired');
    expect(outcome?.delivered).toBe(true);
    expect(endpoint.received.at(-1)?.path).toBe('/api/lifecycle');
    expect(endpoint.notifications()).toEqual([
      {
        value: [
          {
            subscriptionId: id,
            subscriptionExpirationDateTime: '2026-11-24T10:00:00.000+00:00',
            tenantId: simulator.tenantId,
            clientState: 'a secret of the test',
            lifecycleEvent: 'reauthorizationRequired',
          },
        ],
      },
    ]);
  });

  test('subscriptionRemoved removes what it names', async () => {
    const id = await subscribe();
    await simulator.sendLifecycle('missed', id);
    expect(simulator.subscriptions()).toHaveLength(1);
    await simulator.sendLifecycle('subscriptionRemoved', id);
    expect(simulator.subscriptions()).toEqual([]);
    await expect(simulator.sendLifecycle('missed', id)).rejects.toThrow('No live subscription');
  });
});

function token(query: URLSearchParams): string {
  return query.get('validationToken') ?? '';
}
