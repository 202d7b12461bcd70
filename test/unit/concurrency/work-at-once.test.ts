import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { workAtOnce } from '../../../src/concurrency/work-at-once.ts';

const numbers = Array.from({ length: 20 }, (_, n) => n);

/** Notes what is begun and what is at work; items take longer or shorter. */
function makeWork(failing?: number) {
  const state = { begun: [] as number[], running: 0, most: 0 };
  const work = async (item: number) => {
    state.begun.push(item);
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    await delay(item % 3);
    state.running -= 1;
    if (item === failing) throw new Error(`${item} failed`);
  };
  return { state, work };
}

describe('working at several items at once', () => {
  test.each([
    ['a list', () => numbers],
    [
      'what comes one after the other',
      async function* () {
        for (const n of numbers) {
          await delay(1);
          yield n;
        }
      },
    ],
  ])('takes each item of %s once, in order, no more at a time than allowed', async (_, items) => {
    const { state, work } = makeWork();
    await workAtOnce(items(), 4, work);
    expect(state.begun).toEqual(numbers);
    expect(state.running).toBe(0);
    expect(state.most).toBeLessThanOrEqual(4);
  });

  test('works at several', async () => {
    const { state, work } = makeWork();
    await workAtOnce(numbers, 4, work);
    expect(state.most).toBe(4);
  });

  test('begins none after one has failed, and tells when nothing is at work', async () => {
    const { state, work } = makeWork(5);
    await expect(workAtOnce(numbers, 4, work)).rejects.toThrow('5 failed');
    expect(state.running).toBe(0);
    expect(state.begun.length).toBeLessThan(12);
  });

  test('begins none that comes after one has failed', async () => {
    const failed = Promise.withResolvers<void>();
    async function* items() {
      yield* numbers.slice(0, 3);
      await failed.promise;
      yield* numbers.slice(3);
    }
    const { state, work } = makeWork(1);
    const noticed = (item: number) =>
      work(item).finally(() => {
        if (item === 1) setImmediate(failed.resolve);
      });
    await expect(workAtOnce(items(), 8, noticed)).rejects.toThrow('1 failed');
    expect(state.begun).toEqual([0, 1, 2]);
  });

  test('closes what the items come from, and passes on why it failed itself', async () => {
    let closed = 0;
    async function* items(failAt: number) {
      try {
        for (const n of numbers) {
          if (n === failAt) throw new Error('no more of them');
          yield n;
        }
      } finally {
        closed += 1;
      }
    }
    await expect(workAtOnce(items(99), 3, makeWork(2).work)).rejects.toThrow('2 failed');
    const { state, work } = makeWork();
    await expect(workAtOnce(items(7), 3, work)).rejects.toThrow('no more of them');
    expect([closed, state.running]).toEqual([2, 0]);
  });
});
