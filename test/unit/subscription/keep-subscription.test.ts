/** Keeping the subscription alive by the timer, against Graph and ArchiveState in memory. */
import { describe, expect, test } from '@jest/globals';
import { hourMs, minuteMs } from '../../../src/model/durations.ts';
import { madeId } from '../../support/memory-subscription-api.ts';
import {
  clientState,
  findOurs,
  foreign,
  foreignIds,
  hold,
  idsOf,
  keep,
  makeGraphError,
  makeKeptWorld,
  makeSubscription,
  makeWorld,
  namesOf,
  type Run,
  rowOf,
  startsAt,
  urls,
  type World,
} from './subscription-world.ts';

const nextSecret = 'the-next-secret-of-the-app';
const newUrl = { notificationUrl: 'https://new.example.org/api/notifications' };
const validationFailed = makeGraphError(400, 'Subscription validation request failed.');

/** Graph loses the one of ours, but still lists it. */
function makeGhost(world: World): void {
  const ghost = findOurs(world);
  world.graph.subscriptions.delete(ghost.id);
  world.ghosts.push(ghost);
}

const leftMs = (world: World) => findOurs(world).expiresAt.getTime() - world.now.getTime();

describe('the first run', () => {
  test('creates a subscription with both URLs, the secret and a lifetime that Graph takes', async () => {
    const world = makeWorld();
    await keep(world);
    expect(findOurs(world)).toMatchObject({
      resource: 'communications/callRecords',
      changeType: 'updated',
      ...urls,
      clientState,
    });
    expect(leftMs(world)).toBeGreaterThan(48 * hourMs);
    expect(leftMs(world)).toBeLessThanOrEqual(4230 * minuteMs);
    expect(namesOf(world)).toEqual(['subscription.created']);
  });

  test('leaves in ArchiveState what others must know, and no secret', async () => {
    const world = makeWorld();
    await keep(world);
    expect(rowOf(world)).toEqual({
      subscription_id: madeId(1),
      created_at: startsAt.toISOString(),
      expires_at: findOurs(world).expiresAt.toISOString(),
      secret_fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      checked_at: startsAt.toISOString(),
      renewed_at: startsAt.toISOString(),
    });
    expect(JSON.stringify([...world.state.states, world.log.notes])).not.toContain(clientState);
  });

  test('replaces one at our URL whose secret is unknown', async () => {
    const world = makeWorld([...foreign, makeSubscription({ id: 'unknown' })]);
    await keep(world);
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
  });
});

describe('a later run', () => {
  test('changes nothing about a fresh subscription but the time of the check', async () => {
    const world = await makeKeptWorld();
    const subscriptions = structuredClone(world.graph.subscriptions);
    const row = rowOf(world);
    await keep(world, { laterMs: 5 * minuteMs });
    expect(world.graph.subscriptions).toEqual(subscriptions);
    expect(rowOf(world)).toEqual({ ...row, checked_at: world.now.toISOString() });
    expect(namesOf(world)).toEqual(['subscription.kept']);
  });

  test('renews one that is near its end in place, and again before the next end', async () => {
    const world = await makeKeptWorld();
    for (let day = 1; day <= 30; day += 1) {
      await keep(world, { laterMs: 24 * hourMs });
      expect(leftMs(world)).toBeGreaterThan(24 * hourMs);
    }
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
    expect(rowOf(world)?.['expires_at']).toBe(findOurs(world).expiresAt.toISOString());
  });

  test('creates a new one after the old one has expired', async () => {
    const world = await makeKeptWorld();
    await keep(world, { laterMs: 80 * hourMs });
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(2));
    expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
  });

  test('creates a new one where Graph lists one to renew that is gone, and asks for the dead one no more', async () => {
    const world = await makeKeptWorld();
    makeGhost(world);
    await keep(world, { laterMs: 30 * hourMs });
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(2));
    await keep(world, { laterMs: 5 * minuteMs });
    expect(world.asked.renew).toBe(1);
    expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
  });

  test('moves the remembered one to another notification URL in place, and renews it with that', async () => {
    const world = await makeKeptWorld();
    await keep(world, { moved: newUrl, laterMs: hourMs });
    expect(findOurs(world)).toMatchObject({ id: madeId(1), ...newUrl });
    expect(leftMs(world)).toBeGreaterThan(69.5 * hourMs);
    expect(rowOf(world)).toMatchObject({
      subscription_id: madeId(1),
      expires_at: findOurs(world).expiresAt.toISOString(),
      renewed_at: world.now.toISOString(),
    });
    await keep(world, { moved: newUrl });
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
    expect(world.asked.renew).toBe(1);
  });

  test('creates one at the new URL where the one to move is gone', async () => {
    const world = await makeKeptWorld();
    makeGhost(world);
    await keep(world, { moved: newUrl });
    expect(findOurs(world)).toMatchObject({ id: madeId(2), ...newUrl });
  });

  test('removes duplicates of ours, and never one of others', async () => {
    const world = await makeKeptWorld();
    hold(world, makeSubscription({ id: 'twin' }), makeSubscription({ id: 'third' }));
    await keep(world);
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
    expect(namesOf(world)).toEqual(['subscription.kept', 'subscription.removed', 'subscription.removed']);
  });
});

describe('when the subscription must be another', () => {
  const changes: [string, Run][] = [
    ['secret', { secret: nextSecret }],
    ['lifecycle URL', { moved: { lifecycleNotificationUrl: 'https://calls.example.org/api/lifecycle2' } }],
    ['origin', { moved: { ...newUrl, lifecycleNotificationUrl: 'https://new.example.org/api/lifecycle' } }],
  ];

  test.each(changes)('because of the %s, the new one is there before the old one goes', async (_, run) => {
    const world = await makeKeptWorld();
    await keep(world, run);
    expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
    expect(world.fewest).toBe(foreign.length + 1);
    expect(findOurs(world)).toMatchObject({ clientState: run.secret ?? clientState });
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(2));
    await keep(world, run);
    expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
  });

  test.each(changes)('because of the %s, and Graph allows only one, ours goes first', async (_, run) => {
    const others = foreign.filter(({ resource }) => resource === 'users');
    const world = makeWorld(others, { allowsDuplicates: false });
    await keep(world);
    await keep(world, run);
    expect(idsOf(world)).toEqual([...others.map(({ id }) => id), madeId(2)]);
    expect(findOurs(world)).toMatchObject({ ...urls, ...run.moved, changeType: 'updated' });
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(2));
    expect(rowOf(world)).not.toHaveProperty('problem');
  });

  test('and Graph allows only one, everything of ours goes, the old one and those that are too many', async () => {
    const world = makeWorld([], { allowsDuplicates: false });
    await keep(world);
    hold(world, makeSubscription({ id: 'twin' }), makeSubscription({ id: 'third' }));
    await keep(world, { secret: nextSecret });
    expect(idsOf(world)).toEqual([madeId(2)]);
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(2));
    expect(rowOf(world)).not.toHaveProperty('problem');
  });

  test('and creating the new one fails, the old one stays', async () => {
    const world = await makeKeptWorld({ faults: { create: [validationFailed] } });
    await keep(world, { secret: nextSecret });
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
    expect(rowOf(world)).toMatchObject({ subscription_id: madeId(1), problem: 'callback' });
  });
});

describe('when Graph does not remove what is too many', () => {
  const fiveFaults = () => Array.from({ length: 5 }, () => makeGraphError(500));

  test('the new one is remembered at once: five runs leave no growing pile, and the sixth tidies up', async () => {
    const world = await makeKeptWorld({ faults: { remove: fiveFaults() } });
    for (let run = 1; run <= 5; run += 1) {
      await keep(world, { secret: nextSecret, laterMs: 5 * minuteMs });
      expect(idsOf(world)).toEqual([...foreignIds, madeId(1), madeId(2)]);
      expect(rowOf(world)).toMatchObject({ subscription_id: madeId(2), problem: 'graph' });
    }
    await keep(world, { secret: nextSecret, laterMs: 5 * minuteMs });
    expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
    expect(rowOf(world)).not.toHaveProperty('problem');
  });

  test('a renewal is remembered at once, and not done again', async () => {
    const world = await makeKeptWorld({ faults: { remove: fiveFaults() } });
    hold(world, makeSubscription({ id: 'twin' }));
    await keep(world, { laterMs: 30 * hourMs });
    const renewed = { renewed_at: world.now.toISOString(), expires_at: expect.any(String), problem: 'graph' };
    expect(rowOf(world)).toMatchObject(renewed);
    for (let run = 2; run <= 6; run += 1) await keep(world, { laterMs: 5 * minuteMs });
    expect(world.asked.renew).toBe(1);
    expect(rowOf(world)).toMatchObject({ renewed_at: renewed.renewed_at });
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
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
    const world = makeWorld();
    world.faults.create = [error];
    await keep(world);
    expect(rowOf(world)).toEqual({
      checked_at: startsAt.toISOString(),
      problem,
      advice: expect.stringMatching(/^\S.{20,}/),
    });
    expect(world.log.notes).toMatchObject([
      { name: 'subscription.failed', facts: { cause: problem, advice: rowOf(world)?.['advice'] } },
    ]);
  });

  test('what is remembered survives, and the problem is gone with the next good run', async () => {
    const world = await makeKeptWorld({ faults: { list: [makeGraphError(403)] } });
    const before = rowOf(world);
    await keep(world, { laterMs: 5 * minuteMs });
    expect(rowOf(world)).toMatchObject({
      subscription_id: madeId(1),
      secret_fingerprint: before?.['secret_fingerprint'],
      renewed_at: before?.['renewed_at'],
      problem: 'permission',
    });
    await keep(world, { laterMs: 5 * minuteMs });
    expect(Object.keys(rowOf(world) ?? {})).toEqual(Object.keys(before ?? {}));
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
  });

  test('because another app holds the place, that one is left alone', async () => {
    const world = makeWorld(foreign, { allowsDuplicates: false });
    await keep(world);
    await keep(world, { laterMs: 5 * minuteMs });
    expect(idsOf(world)).toEqual(foreignIds);
    expect(rowOf(world)).toMatchObject({ problem: 'taken' });
  });

  test('renewing with anything but 404, no second one is created', async () => {
    const world = await makeKeptWorld({ faults: { renew: [makeGraphError(500)] } });
    await keep(world, { laterMs: 30 * hourMs });
    expect(idsOf(world)).toEqual([...foreignIds, madeId(1)]);
    expect(rowOf(world)).toMatchObject({ subscription_id: madeId(1), problem: 'graph' });
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
