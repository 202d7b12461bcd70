/**
 * A run that loses its lease while it works: another one may be listing by then. It ends before it sends, notes or
 * remembers more. What is lost here is lost at the last moment before the check in question.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { graphFails, makeCall, makeWorld, startsAt } from './reconcile-world.ts';

type World = ReturnType<typeof makeWorld>;

let world: World;
beforeEach(() => {
  world = makeWorld([makeCall(1, 2 * dayMs)]);
});

const lose = () => world.runAlone.lose('reconcile');

/** Loses the lease while Graph answers the request of this number. */
function loseAtRequest(number: number): void {
  const { readFirstPage } = world.list;
  world.list.readFirstPage = async (window) => {
    if (world.list.windows.length + 1 === number) lose();
    return readFirstPage(window);
  };
}

describe('a reconcile that loses its lease', () => {
  const lost = 'another’s';

  test('while the last page comes, leaves the failure ledger alone and remembers nothing', async () => {
    await world.fail(2, { nextTryAt: startsAt });
    loseAtRequest(31);
    await expect(world.reconcile()).rejects.toThrow(lost);
    expect(world.list.windows.length).toBe(31);
    expect(world.ledger.rows.get(makeCall(2, 0).callId)).toMatchObject({ nextTryAt: startsAt });
    expect(world.facts()).toBeUndefined();
    expect(world.events('reconciling.completed')).toEqual([]);
  });

  test('while Graph wants a long pause, sends no message that resumes it', async () => {
    world.list.plan = [graphFails({ meaning: 'throttled', status: 429, retryAfterMs: 10 * minuteMs })];
    loseAtRequest(1);
    await expect(world.reconcile()).rejects.toThrow(lost);
    expect(world.queue.sent).toEqual([]);
    expect(world.facts()).toBeUndefined();
    expect(world.events('reconciling.paused')).toEqual([]);
  });

  test.each([
    ['for now', graphFails()],
    ['for good', graphFails({ meaning: 'denied', status: 403 })],
  ])('while Graph fails %s, notes no failure', async (_, failure) => {
    world.list.plan = [failure];
    loseAtRequest(1);
    await expect(world.reconcile()).rejects.toThrow(lost);
    expect(world.queue.sent).toEqual([]);
    expect(world.facts()).toBeUndefined();
    for (const name of ['reconciling.broken-off', 'reconciling.failed'])
      expect(world.events(name)).toEqual([]);
  });

  test('while it walks over the failure ledger, asks for no row more', async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i + 10);
    for (const n of numbers) await world.fail(n, { nextTryAt: startsAt });
    const { change } = world.ledger;
    world.ledger.change = async (...args) => {
      lose();
      return change(...args);
    };
    await expect(world.reconcile()).rejects.toThrow(lost);
    const asked = world.asked().filter((id) => id !== makeCall(1, 0).callId);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(numbers.length);
    expect(world.facts()).toBeUndefined();
  });

  test.each([
    ['', []],
    [' after Graph failed for good', [graphFails({ meaning: 'denied', status: 403 })]],
  ])('while it asks for the last row of the ledger%s, remembers nothing', async (_, plan) => {
    world.list.plan = plan;
    await world.fail(2, { nextTryAt: startsAt });
    const { change } = world.ledger;
    world.ledger.change = async (...args) => {
      const changed = await change(...args);
      lose();
      return changed;
    };
    await expect(world.reconcile()).rejects.toThrow(lost);
    expect(world.facts()).toBeUndefined();
    expect(world.events('reconciling.completed')).toEqual([]);
  });

  test('while it counts again what is about to be forgotten, remembers no number and gives no alarm', async () => {
    world = makeWorld([makeCall(1, 29 * dayMs)]);
    await world.reconcile();
    const [recount] = world.queue.sent.splice(-1);
    if (recount?.request.kind !== 'reconcile') throw new Error('A recount is sent');
    const before = world.facts();
    world.later(hourMs);
    const listed = world.list.windows.length;
    // The last window of the recount: its own 72 hours, and the longest call.
    await world.reconcile(recount.request);
    const windows = world.list.windows.length - listed;
    const after = world.facts();
    expect(after).not.toEqual(before);
    const [again] = world.queue.sent.splice(-1);
    if (again?.request.kind !== 'reconcile') throw new Error('Another recount is sent');
    world.later(hourMs);
    loseAtRequest(world.list.windows.length + windows);
    await expect(world.reconcile(again.request)).rejects.toThrow(lost);
    expect(world.facts()).toEqual(after);
    expect(world.events('reconciling.calls-expiring').length).toBe(1);
    expect(world.queue.sent.filter(({ request }) => request.kind === 'reconcile')).toEqual([]);
  });
});

describe('a backfill that loses its lease', () => {
  const sweep = {
    runId: 'backfill',
    startedAt: startsAt.toISOString(),
    from: '2026-11-19T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
  };

  test('while the last page comes, does not say that it is complete', async () => {
    loseAtRequest(1);
    await expect(world.backfill.begin(sweep, 20_000)).rejects.toThrow('another’s');
    expect(world.events('reconciling.backfill-completed')).toEqual([]);
  });

  test('while Graph fails, sends no message that resumes it', async () => {
    world.list.plan = [graphFails()];
    loseAtRequest(1);
    const resumed = world.backfill.resume({ schema: 1, kind: 'backfill', sweep });
    await expect(resumed).rejects.toThrow('another’s');
    expect(world.queue.sent).toEqual([]);
    expect(world.events('reconciling.broken-off')).toEqual([]);
  });
});
