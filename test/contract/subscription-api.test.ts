/** What keeping the subscription alive relies on: Graph's rules for subscriptions, and its refusals by status. */
import { describe, expect, test } from '@jest/globals';
import { makeGraphSubscriptions } from '../../src/adapters/graph/graph-subscriptions.ts';
import { minuteMs } from '../../src/model/durations.ts';
import type { NewSubscription, SubscriptionApi } from '../../src/ports/subscription-api.ts';
import { useEndpoint } from '../support/contract-endpoint.ts';
import { useGraph } from '../support/contract-graph.ts';
import { graphFault } from '../support/memory-call-records.ts';
import { makeMemorySubscriptionApi } from '../support/memory-subscription-api.ts';

const graph = useGraph();
const endpoint = useEndpoint();
const wanted = (changes?: Partial<NewSubscription>) => endpoint().wanted(changes);
const gone = { name: 'GraphError', meaning: 'not-found', status: 404 };
interface Opened {
  api: SubscriptionApi;
  /** Puts one in place that was made before, by whomever. Gives its id. */
  given(subscription: NewSubscription): string;
  expire(id: string): void;
  /** The app loses its role. */
  deny(): void;
}

const subjects: [string, () => Opened][] = [
  ['in memory', openMemory],
  ['of Graph', openGraph],
];

describe.each(subjects)('a subscription API %s', (_name, open) => {
  test('lists nothing where nothing is', async () => {
    expect(await listAll(open().api)).toEqual([]);
  });

  test('creates a subscription, lists it, and never shows its secret', async () => {
    const { api } = open();
    const { clientState: _, ...shown } = wanted();
    const created = await api.create(wanted());
    expect(created).toEqual({ ...shown, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await listAll(api)).toEqual([created]);
  });

  test('calls both URLs back before it answers', async () => {
    await open().api.create(wanted());
    const paths = endpoint().heard.map(({ url }) => url.pathname);
    expect(paths.sort()).toEqual(['/api/lifecycle', '/api/notifications']);
  });

  test.each(['/api/notifications', '/api/lifecycle'])(
    'refuses with 400 when %s does not answer the call-back',
    async (path) => {
      const { api } = open();
      endpoint().unreachable.add(path);
      await expect(api.create(wanted())).rejects.toMatchObject({
        meaning: 'refused',
        status: 400,
        graphMessage: expect.stringMatching(/validation/i),
      });
      expect(await listAll(api)).toEqual([]);
    },
  );

  test.each(['communications/callRecords', '/communications/callRecords', 'Communications/CallRecords'])(
    'refuses with 409 a second one for %s',
    async (resource) => {
      const { api } = open();
      const first = await api.create(wanted());
      await expect(api.create(wanted({ resource }))).rejects.toMatchObject({
        status: 409,
        graphMessage: expect.stringContaining(first.id),
      });
      expect(await listAll(api)).toEqual([first]);
    },
  );

  test('takes one for another change type beside it', async () => {
    const { api } = open();
    await api.create(wanted());
    await api.create(wanted({ changeType: 'created,updated' }));
    expect((await listAll(api)).map(({ changeType }) => changeType).sort()).toEqual([
      'created,updated',
      'updated',
    ]);
  });

  test.each([
    ['beyond the longest life', 4_232],
    ['over already', -1],
  ])('refuses with 400 an expiry that is %s', async (_when, minutes) => {
    const { api } = open();
    await expect(api.create(wanted({ expiresAt: inMinutes(minutes) }))).rejects.toMatchObject({
      meaning: 'refused',
      status: 400,
    });
    const { id } = await api.create(wanted());
    await expect(api.renew(id, { expiresAt: inMinutes(minutes) })).rejects.toMatchObject({ status: 400 });
  });

  test('makes a life that is too short longer', async () => {
    const created = await open().api.create(wanted({ expiresAt: inMinutes(1) }));
    expect(created.expiresAt.getTime()).toBeGreaterThan(inMinutes(40).getTime());
  });

  test('denies everything to an app without the role', async () => {
    const denied = { meaning: 'denied', status: 403 };
    const { api, deny } = open();
    deny();
    await expect(listAll(api)).rejects.toMatchObject(denied);
    await expect(api.create(wanted())).rejects.toMatchObject(denied);
  });

  test('lists all of them, beyond the first page', async () => {
    const { api, given } = open();
    const ids = Array.from({ length: 45 }, (_, i) =>
      given(wanted({ notificationUrl: urlOf(`/other/${i}`) })),
    );
    expect((await listAll(api)).map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test('renews one to the new expiry, and changes nothing else', async () => {
    const { api } = open();
    const created = await api.create(wanted());
    const expiresAt = inMinutes(4_000);
    expect(await api.renew(created.id, { expiresAt })).toEqual({ ...created, expiresAt });
    expect(await listAll(api)).toEqual([{ ...created, expiresAt }]);
  });

  test('moves one to a URL that answers the call-back, and renews it', async () => {
    const { api } = open();
    const created = await api.create(wanted());
    endpoint().heard.length = 0;
    const change = { expiresAt: inMinutes(4_000), notificationUrl: urlOf('/moved') };
    expect(await api.renew(created.id, change)).toEqual({ ...created, ...change });
    expect(endpoint().heard.map(({ url }) => url.pathname)).toEqual(['/moved']);
    expect(await listAll(api)).toEqual([{ ...created, ...change }]);
  });

  test('leaves one as it is when the new URL does not answer', async () => {
    const { api } = open();
    const created = await api.create(wanted());
    endpoint().unreachable.add('/moved');
    const change = { expiresAt: inMinutes(4_000), notificationUrl: urlOf('/moved') };
    await expect(api.renew(created.id, change)).rejects.toMatchObject({ meaning: 'refused', status: 400 });
    expect(await listAll(api)).toEqual([created]);
  });

  test('removes one; removing what is gone is not an error, anything else is 404', async () => {
    const { api } = open();
    const { id } = await api.create(wanted());
    await api.remove(id);
    expect(await listAll(api)).toEqual([]);
    await api.remove(id);
    await expect(api.renew(id, { expiresAt: inMinutes(100) })).rejects.toMatchObject(gone);
  });

  test('forgets one that has expired, and takes a new one in its place', async () => {
    const { api, expire } = open();
    const { id } = await api.create(wanted());
    expire(id);
    expect(await listAll(api)).toEqual([]);
    await expect(api.renew(id, { expiresAt: inMinutes(100) })).rejects.toMatchObject(gone);
    const created = await api.create(wanted());
    expect((await listAll(api)).map((one) => one.id)).toEqual([created.id]);
  });
});

function openMemory(): Opened {
  const api = makeMemorySubscriptionApi({
    answersValidation: async (url) => {
      const answer = await fetch(`${url}?validationToken=x`, { method: 'POST' });
      return answer.ok && (await answer.text()) === 'x';
    },
  });
  return {
    api,
    given(subscription) {
      const id = `0a1b2c3d-0000-4000-8000-${String(api.subscriptions.size).padStart(12, '0')}`;
      api.subscriptions.set(id, { ...subscription, id });
      return id;
    },
    expire(id) {
      const found = api.subscriptions.get(id);
      if (found) found.expiresAt = new Date();
    },
    deny() {
      const denied = graphFault('denied', { status: 403 });
      api.faults.push(denied, denied);
    },
  };
}

function openGraph(): Opened {
  const { simulator, connect } = graph();
  return {
    api: makeGraphSubscriptions(connect()),
    given: ({ expiresAt, ...subscription }) =>
      simulator.addSubscription({ ...subscription, expiresAtMs: expiresAt.getTime() }).id,
    expire: (id) => simulator.expireSubscription(id),
    deny: () => simulator.setRoles([]),
  };
}

function urlOf(path: string): string {
  return `${endpoint().origin}${path}`;
}

function inMinutes(minutes: number): Date {
  return new Date(Date.now() + minutes * minuteMs);
}

function listAll(api: SubscriptionApi) {
  return Array.fromAsync(api.list());
}
