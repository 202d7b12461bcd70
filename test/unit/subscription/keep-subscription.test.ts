// Keeping the subscription alive, against Graph and ArchiveState in memory.
import { describe, expect, test } from '@jest/globals';
import type { RenewRequest } from '../../../src/model/archive-request.ts';
import { makeKeepSubscription } from '../../../src/subscription/keep-subscription.ts';
import {
  foreign,
  hourMs,
  makeApi,
  makeGraphError,
  makeNote,
  makeState,
  makeSubscription,
  makeWorld,
  minuteMs,
  startsAt,
  urls,
  type World,
} from './subscription-world.ts';

const clientState = 'current-secret-of-the-app';
const validationFailed = makeGraphError(400, 'Subscription validation request failed.');

/** A run of the timer, or of a request to renew, `laterMs` after the one before. */
async function keep(world: World, { asked, laterMs = 0, secret = clientState, moved = {} }: Run = {}) {
  world.now = new Date(world.now.getTime() + laterMs);
  const keepSubscription = makeKeepSubscription({
    api: makeApi(world),
    state: makeState(world),
    note: makeNote(world),
    now: () => world.now,
    urls: { ...urls, ...moved },
    clientState: secret,
  });
  await keepSubscription(asked);
}

interface Run {
  asked?: RenewRequest;
  laterMs?: number;
  secret?: string;
  moved?: Partial<typeof urls>;
}

/** Foreign subscriptions, and one of ours that a run has made. */
async function makeKeptWorld(changes: Partial<World> = {}): Promise<World> {
  const world = makeWorld({ subscriptions: [...foreign] });
  await keep(world);
  world.notes.length = 0;
  return Object.assign(world, changes);
}

function wish(subscriptionId: string, receivedAt: Date, event: RenewRequest['event']): RenewRequest {
  return { schema: 1, kind: 'renew', subscriptionId, event, receivedAt: receivedAt.toISOString() };
}

const idsOf = (world: World) => world.subscriptions.map(({ id }) => id);
const foreignIds = foreign.map(({ id }) => id);
const rowOf = (world: World) => world.rows.get('subscription');
const namesOf = (world: World) => world.notes.map(({ name }) => name);
const findOurs = (world: World) => world.subscriptions.find(({ id }) => !foreignIds.includes(id));

describe('the first run', () => {
  test('creates a subscription with both URLs, the secret and a lifetime that Graph takes', async () => {
    const world = makeWorld();
    await keep(world);
    const [created] = world.subscriptions;
    expect(created).toMatchObject({
      resource: 'communications/callRecords',
      changeType: 'updated',
      ...urls,
    });
    expect(world.clientStates.get(created?.id ?? '')).toBe(clientState);
    const livesMs = (created?.expiresAt.getTime() ?? 0) - startsAt.getTime();
    expect(livesMs).toBeGreaterThan(48 * hourMs);
    expect(livesMs).toBeLessThanOrEqual(4230 * minuteMs);
    expect(namesOf(world)).toEqual(['subscription.created']);
  });

  test('leaves in ArchiveState what others must know, and no secret', async () => {
    const world = makeWorld();
    await keep(world);
    expect(rowOf(world)).toEqual({
      subscription_id: 'made-1',
      expires_at: findOurs(world)?.expiresAt.toISOString(),
      secret_fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      checked_at: startsAt.toISOString(),
      renewed_at: startsAt.toISOString(),
    });
    expect(JSON.stringify([...world.rows, world.notes])).not.toContain(clientState);
  });

  test('replaces one at our URL whose secret nobody knows', async () => {
    const world = makeWorld({ subscriptions: [...foreign, makeSubscription({ id: 'unknown' })] });
    await keep(world);
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
  });
});

describe('a later run', () => {
  test('changes nothing about a fresh subscription but the time of the check', async () => {
    const world = await makeKeptWorld();
    const before = structuredClone([world.subscriptions, rowOf(world)]);
    await keep(world, { laterMs: 5 * minuteMs });
    const checkedAt = new Date(startsAt.getTime() + 5 * minuteMs).toISOString();
    expect([world.subscriptions, rowOf(world)]).toEqual([before[0], { ...before[1], checked_at: checkedAt }]);
    expect(namesOf(world)).toEqual(['subscription.kept']);
  });

  test('renews one that is near its end in place, and again before the next end', async () => {
    const world = await makeKeptWorld();
    for (let day = 1; day <= 30; day += 1) {
      await keep(world, { laterMs: 24 * hourMs });
      const leftMs = (findOurs(world)?.expiresAt.getTime() ?? 0) - world.now.getTime();
      expect(leftMs).toBeGreaterThan(24 * hourMs);
    }
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
    expect(rowOf(world)?.['expires_at']).toBe(findOurs(world)?.expiresAt.toISOString());
  });

  test('creates a new one after the old one has expired', async () => {
    const world = await makeKeptWorld();
    world.subscriptions = [...foreign];
    await keep(world, { laterMs: 80 * hourMs });
    expect(rowOf(world)?.['subscription_id']).toBe('made-2');
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
  });

  test('creates a new one where Graph lists one to renew that is gone, and asks for the dead one no more', async () => {
    const world = await makeKeptWorld();
    const dead = world.subscriptions.pop();
    if (dead) world.ghosts.push(dead);
    await keep(world, { laterMs: 30 * hourMs });
    expect(rowOf(world)?.['subscription_id']).toBe('made-2');
    const { renew } = world.done;
    await keep(world, { laterMs: 5 * minuteMs });
    expect(world.done.renew).toBe(renew);
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
  });

  test('moves the remembered one to another notification URL in place', async () => {
    const world = await makeKeptWorld();
    const moved = { notificationUrl: 'https://new.example.org/api/notifications' };
    await keep(world, { moved });
    expect(findOurs(world)).toMatchObject({ id: 'made-1', ...moved });
    await keep(world, { moved });
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
  });

  test('creates one at the new URL where the one to move is gone', async () => {
    const world = await makeKeptWorld();
    const dead = world.subscriptions.pop();
    if (dead) world.ghosts.push(dead);
    const moved = { notificationUrl: 'https://new.example.org/api/notifications' };
    await keep(world, { moved });
    expect(findOurs(world)).toMatchObject({ id: 'made-2', ...moved });
  });

  test('removes duplicates of ours, and never one of others', async () => {
    const world = await makeKeptWorld();
    const twins = ['twin', 'third'].map((id) => makeSubscription({ id }));
    world.subscriptions.push(...twins);
    await keep(world);
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
    expect(namesOf(world)).toEqual(['subscription.kept', 'subscription.removed', 'subscription.removed']);
  });
});

describe('when the subscription must be another', () => {
  const changes: [string, Run][] = [
    ['secret', { secret: 'the-next-secret-of-the-app' }],
    ['lifecycle URL', { moved: { lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle2' } }],
    [
      'origin',
      {
        moved: {
          notificationUrl: 'https://new.example.org/api/notifications',
          lifecycleNotificationUrl: 'https://new.example.org/api/lifecycle',
        },
      },
    ],
  ];

  test.each(changes)('because of the %s, the new one is there before the old one goes', async (_, run) => {
    const world = await makeKeptWorld({ fewest: Number.POSITIVE_INFINITY });
    await keep(world, run);
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
    expect(world.fewest).toBe(foreign.length + 1);
    expect(world.clientStates.get('made-2')).toBe(run.secret ?? clientState);
    expect(rowOf(world)?.['subscription_id']).toBe('made-2');
    await keep(world, run);
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
  });

  test.each(changes)('because of the %s, and Graph allows only one, ours goes first', async (_, run) => {
    const others = foreign.filter(({ resource }) => resource === 'users');
    const world = makeWorld({ subscriptions: [...others], oneEach: true });
    await keep(world);
    await keep(world, run);
    expect(world.subscriptions).toMatchObject([...others, { ...urls, ...run.moved, changeType: 'updated' }]);
    expect(rowOf(world)?.['subscription_id']).toBe(findOurs(world)?.id);
    expect(rowOf(world)).not.toHaveProperty('problem');
  });

  test('and creating the new one fails, the old one stays', async () => {
    const world = await makeKeptWorld({ faults: { create: [validationFailed] } });
    await keep(world, { secret: 'the-next-secret-of-the-app' });
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
    expect(rowOf(world)).toMatchObject({ subscription_id: 'made-1', problem: 'callback' });
  });
});

describe('when Graph refuses', () => {
  test.each([
    ['callback', validationFailed],
    ['permission', makeGraphError(403)],
    ['quota', makeGraphError(403, 'Quota exceeded')],
    ['taken', makeGraphError(409)],
    ['graph', makeGraphError(503)],
  ])('the cause "%s" is in ArchiveState and in the log, each with its advice', async (problem, error) => {
    const world = makeWorld({ faults: { create: [error] } });
    await keep(world);
    expect(rowOf(world)).toEqual({
      checked_at: startsAt.toISOString(),
      problem,
      advice: expect.stringMatching(/^\S.{20,}/),
    });
    expect(world.notes).toMatchObject([
      { name: 'subscription.failed', facts: { cause: problem, advice: rowOf(world)?.['advice'] } },
    ]);
  });

  test('what is remembered survives, and the problem is gone with the next good run', async () => {
    const world = await makeKeptWorld({ faults: { list: [makeGraphError(403)] } });
    const before = rowOf(world);
    await keep(world, { laterMs: 5 * minuteMs });
    expect(rowOf(world)).toMatchObject({
      subscription_id: 'made-1',
      secret_fingerprint: before?.['secret_fingerprint'],
      renewed_at: before?.['renewed_at'],
      problem: 'permission',
    });
    await keep(world, { laterMs: 5 * minuteMs });
    expect(Object.keys(rowOf(world) ?? {})).toEqual(Object.keys(before ?? {}));
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
  });

  test('because another app holds the place, that one is left alone', async () => {
    const world = makeWorld({ subscriptions: [...foreign], oneEach: true });
    await keep(world);
    await keep(world, { laterMs: 5 * minuteMs });
    expect(idsOf(world)).toEqual(foreignIds);
    expect(rowOf(world)).toMatchObject({ problem: 'taken' });
  });

  test('renewing with anything but 404, no second one is created', async () => {
    const world = await makeKeptWorld({ faults: { renew: [makeGraphError(500)] } });
    await keep(world, { laterMs: 30 * hourMs });
    expect(idsOf(world)).toEqual([...foreignIds, 'made-1']);
    expect(rowOf(world)).toMatchObject({ subscription_id: 'made-1', problem: 'graph' });
    await keep(world, { laterMs: 5 * minuteMs });
    expect(rowOf(world)?.['renewed_at']).toBe(world.now.toISOString());
  });

  test('no fault of another kind is taken for it: it is thrown on, and nothing is written', async () => {
    const fault = new TypeError('x is not a function');
    const world = await makeKeptWorld({ faults: { list: [fault] } });
    const before = rowOf(world);
    await expect(keep(world, { laterMs: minuteMs })).rejects.toBe(fault);
    expect(rowOf(world)).toBe(before);
  });
});

describe('when Graph asks', () => {
  test('to reauthorize, a fresh subscription is renewed', async () => {
    const world = await makeKeptWorld();
    const asked = wish('made-1', new Date(startsAt.getTime() + hourMs), 'reauthorizationRequired');
    await keep(world, { laterMs: hourMs + 1000, asked });
    expect(findOurs(world)?.expiresAt.getTime()).toBeGreaterThan(world.now.getTime() + 69 * hourMs);
    expect(rowOf(world)?.['renewed_at']).toBe(world.now.toISOString());
  });

  test('many times before it was done, it is done once', async () => {
    const world = await makeKeptWorld();
    const wishes = Array.from({ length: 20 }, (_, i) =>
      wish('made-1', new Date(startsAt.getTime() + hourMs + i * 1000), 'reauthorizationRequired'),
    );
    world.now = new Date(startsAt.getTime() + hourMs + minuteMs);
    for (const asked of wishes) await keep(world, { laterMs: 100, asked });
    expect(world.done.renew).toBe(1);
    expect(namesOf(world).filter((name) => name === 'subscription.event-ignored')).toHaveLength(19);
  });

  test('and the renewal fails, the wish is still open', async () => {
    const world = await makeKeptWorld({ faults: { renew: [makeGraphError(503)] } });
    const asked = wish('made-1', new Date(startsAt.getTime() + hourMs), 'reauthorizationRequired');
    await keep(world, { laterMs: hourMs, asked });
    expect(world.done.renew).toBe(0);
    await keep(world, { laterMs: minuteMs, asked });
    expect(world.done.renew).toBe(1);
  });

  test('because ours was removed, a new one is created', async () => {
    const world = await makeKeptWorld();
    world.subscriptions = [...foreign];
    const asked = wish('made-1', new Date(startsAt.getTime() + hourMs), 'subscriptionRemoved');
    await keep(world, { laterMs: hourMs, asked });
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
    await keep(world, { laterMs: 1000, asked });
    expect(idsOf(world)).toEqual([...foreignIds, 'made-2']);
  });

  test.each(['reauthorizationRequired', 'subscriptionRemoved'] as const)(
    'with %s of a subscription that is not ours, nothing is done',
    async (event) => {
      const world = await makeKeptWorld();
      const before = structuredClone([world.subscriptions, rowOf(world), world.done]);
      const asked = wish('other-app', new Date(startsAt.getTime() + hourMs), event);
      await keep(world, { laterMs: hourMs, asked });
      expect([world.subscriptions, rowOf(world), world.done]).toEqual(before);
      expect(namesOf(world)).toEqual(['subscription.event-ignored']);
    },
  );
});
