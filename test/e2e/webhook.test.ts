/** The two routes that Graph calls, over HTTP through the real registrations. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeAppLog } from '../support/app-log.ts';
import { type ArchiveReader, makeArchiveReader } from '../support/archive-reader.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const log = makeAppLog();
/** The secret before it was changed: subscriptions that were made with it are still alive. */
const previousClientState = crypto.randomUUID();
let system: WatchedSystem;
let reader: ArchiveReader;

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { NOTIFICATION_CLIENT_STATE_PREVIOUS: previousClientState },
  });
  reader = makeArchiveReader(system.azurite.connectionString);
});

afterAll(() => system?.close());

const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${system.host.url}/${path}`, { method: 'POST', body, headers });

function notification(change: Record<string, unknown> = {}) {
  const callId = crypto.randomUUID();
  return {
    subscriptionId: crypto.randomUUID(),
    subscriptionExpirationDateTime: '2026-11-28T00:00:00.000+00:00',
    changeType: 'updated',
    clientState: system.clientState,
    tenantId: system.graph.tenantId,
    resource: `communications/callRecords/${callId}`,
    resourceData: { '@odata.type': '#Microsoft.Graph.callRecord', id: callId },
    ...change,
  };
}

/** Nobody ended these calls: Graph has no record of them, and each is asked for again and again. */
async function untilPostponed(announced: ReturnType<typeof notification>[]): Promise<void> {
  for (const { resourceData } of announced) {
    await log.until(
      ({ name, facts }) => name === 'archiving.record-postponed' && facts['call_id'] === resourceData.id,
    );
  }
}

describe.each(['notifications', 'lifecycle'])('POST /api/%s', (route) => {
  test.each([
    'plain',
    'Validation: Testing client application reachability for subscription Request-Id: 1',
    '<script>alert(1)</script>&amp;"quoted"',
    'twice%2Bdecoded%20would%25show',
    'plus+sign and ünïcode 😀',
  ])('gives the validation token back, decoded once, as plain text: %s', async (token) => {
    const reply = await post(`${route}?validationToken=${encodeURIComponent(token)}`, '', {
      'content-type': 'text/plain; charset=utf-8',
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain\b/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await reply.text()).toBe(token);
  });

  test.each([
    ['no JSON', '{"value":', 400],
    ['an empty body', '', 400],
    ['a list', '[]', 400],
    ['a value that is not a list', '{"value":{}}', 400],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400],
    ['100,000 nested brackets', `${'['.repeat(100_000)}`, 400],
    ['over 4 MiB', 'x'.repeat(5 * 1024 * 1024), 413],
    ['an empty batch', '{"value":[]}', 202],
  ])('answers %s as it deserves', async (_, body, status) => {
    const reply = await post(route, body);
    expect(reply.status).toBe(status);
    if (status >= 400)
      expect(await reply.json()).toEqual({
        error: { code: expect.any(String), message: expect.any(String) },
      });
    else expect(await reply.text()).toBe('');
  });

  test('asks for a length where a body comes without one, which the runtime does not hand on', async () => {
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"value":[]}'));
        controller.close();
      },
    });
    const request = { method: 'POST', body: chunks, duplex: 'half' } as const;
    const reply = await fetch(`${system.host.url}/${route}`, request);
    expect(reply.status).toBe(411);
    expect(await reply.json()).toMatchObject({ error: { code: 'LengthRequired' } });
  });

  test('takes no other method', async () => {
    expect((await fetch(`${system.host.url}/${route}`)).status).toBe(404);
  });
});

describe('a batch of notifications', () => {
  test('is asked for whole: every valid item, none of the others', async () => {
    const good = Array.from({ length: 20 }, () => notification());
    const bad = [
      notification({ clientState: 'forged' }),
      notification({ clientState: undefined }),
      notification({ tenantId: crypto.randomUUID() }),
      notification({ resource: 'users/../communications/callRecords/x' }),
      notification({ resource: `communications/callRecords/${crypto.randomUUID()}/../../users` }),
      null,
      42,
    ];
    const before = log.events('archiving.record-postponed').length;
    const reply = await post('notifications', JSON.stringify({ value: [...bad, ...good] }));
    expect(reply.status).toBe(202);
    await untilPostponed(good);
    const asked = log.events('archiving.record-postponed').slice(before);
    expect(new Set(asked.map(({ facts }) => facts['call_id'])).size).toBe(good.length);
    const dropped = log.events('intake.notification-dropped').map(({ facts }) => facts);
    expect(dropped).toEqual(
      expect.arrayContaining([
        { reason: 'client-state', count: 1 },
        { reason: 'tenant', count: 1 },
        { reason: 'resource', count: 2 },
        { reason: 'shape', count: 3 },
      ]),
    );
  });
});

describe('while the secret is changed', () => {
  const drops = () => log.events('intake.notification-dropped').map(({ facts }) => facts['reason']);

  test('notifications with the secret of before are asked for like those with the new one', async () => {
    const batch = [notification({ clientState: previousClientState }), notification()];
    const dropped = drops().length;
    expect((await post('notifications', JSON.stringify({ value: batch }))).status).toBe(202);
    await untilPostponed(batch);
    expect(drops().length).toBe(dropped);
  });

  test('subscriptions are made with the new one alone', async () => {
    await system.graph.until(() => system.graph.subscriptions().length === 1);
    expect(system.graph.subscriptions().map(({ clientState }) => clientState)).toEqual([system.clientState]);
  });
});

describe('lifecycle notifications', () => {
  test('many requests to reauthorize a fresh subscription change nothing', async () => {
    await system.graph.until(() => system.graph.subscriptions().length === 1);
    const [{ id: subscriptionId } = { id: '' }] = system.graph.subscriptions();
    const { resource: _, resourceData: __, changeType: ___, ...base } = notification({ subscriptionId });
    const body = JSON.stringify({ value: [{ ...base, lifecycleEvent: 'reauthorizationRequired' }] });
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => post('lifecycle', body)));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await log.until(({ name }) => name === 'subscription.event-ignored');
    expect(log.events('subscription.renewed')).toEqual([]);
    expect(system.graph.subscriptions().map(({ id }) => id)).toEqual([subscriptionId]);
    // Where the timer looks after the subscription just then, the requests wait for 15 seconds.
  });

  test('a removed subscription is created again', async () => {
    await system.graph.sendLifecycle('subscriptionRemoved');
    await system.graph.until(() => system.graph.subscriptions().length === 1);
    expect(await reader.countMessages('archive-requests-poison')).toBe(0);
  });
});
