/** Keeping the subscription alive when Graph asks for it, and when many come at once. */
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import type { RenewRequest } from '../../../src/model/archive-request.ts';
import { hourMs, minuteMs } from '../../../src/model/durations.ts';
import { madeId } from '../../support/memory-subscription-api.ts';
import {
  findOurs,
  foreignIds,
  hold,
  idsOf,
  keep,
  makeGraphError,
  makeKeptWorld,
  makeWorld,
  namesOf,
  rowOf,
  startsAt,
  type World,
} from './subscription-world.ts';

/** A request about the subscription that the first run made, received `receivedMs` after that run. */
function renewRequest(receivedMs: number, changes: Partial<RenewRequest> = {}): RenewRequest {
  return {
    schema: 1,
    kind: 'renew',
    subscriptionId: madeId(1),
    event: 'reauthorizationRequired',
    receivedAt: new Date(startsAt.getTime() + receivedMs).toISOString(),
    ...changes,
  };
}

/** Handles what went back to the queue, when it comes again. */
async function deliverAgain(world: World): Promise<void> {
  const [first, ...others] = world.queue.sent.splice(0);
  if (!first) return;
  world.now = new Date(world.now.getTime() + first.delayMs);
  for (const { request } of [first, ...others]) {
    if (request.kind === 'renew') await keep(world, { asked: request });
  }
}

describe('when Graph asks', () => {
  test('to reauthorize, a fresh subscription is renewed', async () => {
    const world = await makeKeptWorld();
    await keep(world, { laterMs: hourMs + 1000, asked: renewRequest(hourMs) });
    expect(findOurs(world).expiresAt.getTime()).toBeGreaterThan(world.now.getTime() + 69 * hourMs);
    expect(rowOf(world)?.['renewed_at']).toBe(world.now.toISOString());
  });

  test('many times before it was done, it is done once', async () => {
    const world = await makeKeptWorld();
    world.now = new Date(startsAt.getTime() + hourMs + minuteMs);
    for (let i = 0; i < 20; i += 1)
      await keep(world, { laterMs: 100, asked: renewRequest(hourMs + i * 1000) });
    expect(world.asked.renew).toBe(1);
    expect(namesOf(world).filter((name) => name === 'subscription.event-ignored')).toHaveLength(19);
  });

  test.each<[string, number, string]>([
    ['an hour before a renewal, and delivered late,', -hourMs, 'covered'],
    ['ten minutes before a renewal', -10 * minuteMs, 'covered'],
    ['with a renewal', 0, 'covered'],
    ['a minute after a renewal', minuteMs, 'covered'],
    ['just less than ten minutes after a renewal', 10 * minuteMs - 1, 'covered'],
    ['ten minutes after a renewal', 10 * minuteMs, 'open'],
    ['a day after a renewal', 24 * hourMs, 'open'],
  ])('to reauthorize %s (%i ms), the request is %s', async (_, afterRenewalMs, requestIs) => {
    const world = await makeKeptWorld();
    await keep(world, { laterMs: 30 * hourMs });
    const renewedAt = world.now.toISOString();
    expect(rowOf(world)?.['renewed_at']).toBe(renewedAt);
    const asked = renewRequest(30 * hourMs + afterRenewalMs);
    await keep(world, { laterMs: Math.max(afterRenewalMs, 0) + 1000, asked });
    expect(rowOf(world)?.['renewed_at']).toBe(requestIs === 'covered' ? renewedAt : world.now.toISOString());
    expect(world.asked.renew).toBe(requestIs === 'covered' ? 1 : 2);
  });

  test('to reauthorize one that was created lately, nothing is left to do', async () => {
    const world = await makeKeptWorld();
    await keep(world, { laterMs: 2 * minuteMs, asked: renewRequest(minuteMs) });
    expect(world.asked).toMatchObject({ list: 0, renew: 0 });
    expect(namesOf(world)).toEqual(['subscription.event-ignored']);
  });

  test('and the renewal fails, the request is still open', async () => {
    const world = await makeKeptWorld({ faults: { renew: [makeGraphError(503)] } });
    const asked = renewRequest(hourMs);
    await keep(world, { laterMs: hourMs, asked });
    expect(rowOf(world)?.['renewed_at']).toBe(startsAt.toISOString());
    await keep(world, { laterMs: minuteMs, asked });
    expect(rowOf(world)?.['renewed_at']).toBe(world.now.toISOString());
    expect(world.asked.renew).toBe(2);
  });

  test('many times while Graph denies it, Graph is asked once in five minutes, and all are answered by one renewal', async () => {
    const world = await makeKeptWorld();
    world.faults.list = Array.from({ length: 3 }, () => makeGraphError(403));
    world.now = new Date(startsAt.getTime() + hourMs);
    for (let i = 0; i < 20; i += 1)
      await keep(world, { laterMs: 100, asked: renewRequest(hourMs - i * minuteMs) });
    for (const tries of [1, 2, 3]) {
      expect(world.asked).toMatchObject({ list: tries, renew: 0 });
      expect(world.queue.sent).toHaveLength(20);
      expect(namesOf(world).filter((name) => name === 'subscription.failed').length).toBeLessThanOrEqual(
        tries,
      );
      await deliverAgain(world);
    }
    expect(world.asked).toMatchObject({ list: 4, renew: 1 });
    expect(world.queue.sent).toEqual([]);
  });

  test.each([minuteMs, hourMs])(
    'because ours was removed %i ms after its making, a new one is created',
    async (afterMs) => {
      const world = await makeKeptWorld();
      world.graph.subscriptions.delete(madeId(1));
      const asked = renewRequest(afterMs, { event: 'subscriptionRemoved' });
      await keep(world, { laterMs: afterMs, asked });
      expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
      await keep(world, { laterMs: 1000, asked });
      expect(idsOf(world)).toEqual([...foreignIds, madeId(2)]);
    },
  );

  test.each(['reauthorizationRequired', 'subscriptionRemoved'] as const)(
    'with %s of a subscription that is not ours, nothing is done',
    async (event) => {
      const world = await makeKeptWorld();
      const before = structuredClone([world.graph.subscriptions, rowOf(world), world.asked]);
      await keep(world, {
        laterMs: hourMs,
        asked: renewRequest(hourMs, { event, subscriptionId: madeId(99) }),
      });
      expect([world.graph.subscriptions, rowOf(world), world.asked]).toEqual(before);
      expect(namesOf(world)).toEqual(['subscription.event-ignored']);
    },
  );

  test.each(['reauthorizationRequired', 'subscriptionRemoved'] as const)(
    'with %s after a first run that failed, it is not ignored: nobody knows yet which one is ours',
    async (event) => {
      const world = makeWorld();
      world.faults.create = [makeGraphError(403)];
      await keep(world);
      expect(rowOf(world)).not.toHaveProperty('subscription_id');
      await keep(world, {
        laterMs: minuteMs,
        asked: renewRequest(minuteMs, { event, subscriptionId: madeId(99) }),
      });
      expect(rowOf(world)).toMatchObject({ subscription_id: madeId(1) });
      expect(rowOf(world)).not.toHaveProperty('problem');
    },
  );

  test('with an id in lower case, though Graph named ours in upper case, it is ours', async () => {
    const world = await makeKeptWorld();
    const upperId = madeId(1).toUpperCase();
    const ours = findOurs(world);
    world.graph.subscriptions.delete(ours.id);
    hold(world, { ...ours, id: upperId });
    await world.state.write('subscription', { ...rowOf(world), subscription_id: upperId });
    await keep(world, { laterMs: hourMs, asked: renewRequest(hourMs) });
    expect(rowOf(world)).toMatchObject({ subscription_id: upperId, renewed_at: world.now.toISOString() });
  });
});

describe('when another run looks after the subscription', () => {
  test('the timer does nothing at all', async () => {
    const world = makeWorld();
    world.runAlone.held.add('subscription');
    await keep(world);
    expect(world.asked).toEqual({ list: 0, create: 0, renew: 0, remove: 0 });
    expect([rowOf(world), world.queue.sent, world.log.notes]).toEqual([undefined, [], []]);
  });

  test('since this one has read what there is, nothing more is changed', async () => {
    const world = makeWorld();
    const { list } = world.graph;
    world.graph.list = async function* () {
      yield* list();
      world.runAlone.lose('subscription');
    };
    await expect(keep(world)).rejects.toThrow('another’s');
    expect([idsOf(world), rowOf(world)]).toEqual([[], undefined]);
  });

  test('while Graph failed, this one remembers no failure', async () => {
    const world = makeWorld();
    world.graph.list = async function* () {
      world.runAlone.lose('subscription');
      yield* [];
      throw new GraphError('Asking Graph: it answered 503', { meaning: 'unavailable', status: 503 });
    };
    await expect(keep(world)).rejects.toThrow('another’s');
    expect([rowOf(world), namesOf(world)]).toEqual([undefined, []]);
  });

  test('a request of Graph goes back to the queue as it is, to come again after 15 seconds', async () => {
    const world = await makeKeptWorld();
    world.runAlone.held.add('subscription');
    const asked = renewRequest(hourMs);
    await keep(world, { laterMs: hourMs, asked });
    expect(world.asked).toEqual({ list: 0, create: 0, renew: 0, remove: 0 });
    expect(world.queue.sent).toEqual([{ request: asked, delayMs: 15_000 }]);
    world.runAlone.held.clear();
    await deliverAgain(world);
    expect(rowOf(world)?.['renewed_at']).toBe(world.now.toISOString());
    expect(world.queue.sent).toEqual([]);
  });

  test('a request that the queue does not take back does not count as done', async () => {
    const world = await makeKeptWorld();
    world.runAlone.held.add('subscription');
    world.queue.failNext(1, new Error('the queue is gone'));
    await expect(keep(world, { laterMs: hourMs, asked: renewRequest(hourMs) })).rejects.toThrow(
      'the queue is gone',
    );
  });
});

describe('at the same time', () => {
  test('eight requests become one renewal', async () => {
    const world = await makeKeptWorld();
    world.now = new Date(startsAt.getTime() + hourMs);
    const requests = Array.from({ length: 8 }, (_, i) => renewRequest(hourMs - i * 1000));
    await Promise.all(requests.map((asked) => keep(world, { asked })));
    expect(world.asked.renew).toBe(1);
    expect(world.queue.sent).toHaveLength(7);
    await deliverAgain(world);
    expect(world.asked.renew).toBe(1);
    expect(world.queue.sent).toEqual([]);
    expect(namesOf(world).filter((name) => name === 'subscription.event-ignored')).toHaveLength(7);
  });

  test('three first runs make one subscription', async () => {
    const world = makeWorld();
    await Promise.all([keep(world), keep(world), keep(world)]);
    expect(idsOf(world)).toEqual([madeId(1)]);
    expect(rowOf(world)?.['subscription_id']).toBe(madeId(1));
    expect(namesOf(world)).toEqual(['subscription.created']);
  });
});
