/** Interleaved rounds: everything once a round, in turns, the first round for warming up. */
import { expect, test } from '@jest/globals';
import { runRounds, timeRounds } from '../../../bench/rounds.ts';

test('Each measure runs once a round, each round begins with another, and the first round does not count', async () => {
  const order: string[] = [];
  let clock = 0;
  const measure = (name: string) => async () => {
    order.push(name);
    clock += 1;
    return clock;
  };
  const costs = await runRounds({ a: measure('a'), b: measure('b'), c: measure('c') }, 3);
  expect(order.join('')).toBe('abc'.concat('bca', 'cab', 'abc'));
  expect(costs).toEqual({ a: [6, 8, 10], b: [4, 9, 11], c: [5, 7, 12] });
});

test('A measure that fails ends the rounds', async () => {
  const failing = { a: () => Promise.reject(new Error('no side')) };
  await expect(runRounds(failing, 2)).rejects.toThrow('no side');
});

test('Acts that take turns call by call, there and back, have one median a round, the first round aside', async () => {
  const order: string[] = [];
  const act = (name: string) => async () => order.push(name);
  const medians = await timeRounds({ a: act('a'), b: act('b') }, 2, 3);
  expect(order.join('')).toBe('abbaab'.repeat(3));
  expect([medians.a.length, medians.b.length]).toEqual([2, 2]);
  expect(Math.min(...medians.a, ...medians.b)).toBeGreaterThanOrEqual(0);
});
