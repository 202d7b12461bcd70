/** Every creation of a subscription is followed by a reconcile; nothing else is. */
import { expect, test } from '@jest/globals';
import { hourMs, minuteMs } from '../../../src/model/durations.ts';
import {
  clientState,
  foreign,
  idsOf,
  keep,
  makeGraphError,
  makeKeptWorld,
  makeWorld,
  reconcilesOf,
  rowOf,
} from './subscription-world.ts';

const nextSecret = 'the-next-secret-of-the-app';

test('the first subscription asks for a reconcile, since nobody knows when', async () => {
  const world = makeWorld(foreign);
  await keep(world);
  expect(reconcilesOf(world)).toEqual([{ cause: 'subscription-created', since: undefined }]);
});

test('keeping and renewing ask for none', async () => {
  const world = await makeKeptWorld();
  await keep(world, { laterMs: 5 * minuteMs });
  await keep(world, { laterMs: 30 * hourMs });
  expect(world.asked.renew).toBe(1);
  expect(reconcilesOf(world)).toEqual([]);
});

test('one that was gone and is made again asks for one', async () => {
  const world = await makeKeptWorld();
  world.graph.subscriptions.clear();
  await keep(world, { laterMs: 5 * minuteMs });
  expect(reconcilesOf(world)).toEqual([{ cause: 'subscription-created', since: undefined }]);
});

test('one that had to go before the new one came asks for what was missed since 10 minutes before', async () => {
  const world = makeWorld([], { allowsDuplicates: false });
  await keep(world);
  world.queue.sent.length = 0;
  await keep(world, { secret: nextSecret, laterMs: hourMs });
  expect(world.fewest).toBe(0);
  const since = new Date(world.now.getTime() - 10 * minuteMs).toISOString();
  expect(reconcilesOf(world)).toEqual([{ cause: 'subscription-created', since }]);
});

test('a subscription whose reconcile could not be asked for is created again, and asks again', async () => {
  const world = makeWorld(foreign);
  world.queue.failNext();
  await expect(keep(world)).rejects.toThrow('The queue is not there');
  expect(rowOf(world)).toBeUndefined();
  await keep(world, { secret: clientState, laterMs: 5 * minuteMs });
  expect(reconcilesOf(world).length).toBe(1);
  expect(idsOf(world).length).toBe(foreign.length + 1);
});

test('a creation that Graph refuses asks for none', async () => {
  const world = makeWorld();
  world.faults.create = [makeGraphError(403)];
  await keep(world);
  expect(reconcilesOf(world)).toEqual([]);
});
