/** Work that has its turn alone, and work whose results keep their order. */
import { describe, expect, test } from '@jest/globals';
import { mapInOrder } from '../../../src/concurrency/map-in-order.ts';
import { makeOneAtATime } from '../../../src/concurrency/one-at-a-time.ts';

describe('one at a time', () => {
  test('a second one is refused while the first works, and has its turn afterwards, after a failure too', async () => {
    const oneAtATime = makeOneAtATime();
    const first = Promise.withResolvers<void>();
    const working = oneAtATime(() => first.promise);
    let done = 0;
    const second = async () => {
      done += 1;
    };
    expect([await oneAtATime(second), done]).toEqual([false, 0]);
    first.reject(new Error('broken'));
    await expect(working).rejects.toThrow('broken');
    expect([await oneAtATime(second), done]).toEqual([true, 1]);
  });
});

describe('mapping in order', () => {
  async function* upTo(count: number) {
    for (let n = 0; n < count; n += 1) yield n;
  }

  test('gives results in the order of the items, at most so many at work', async () => {
    let working = 0;
    let most = 0;
    const results = mapInOrder(upTo(50), 4, async (n) => {
      working += 1;
      most = Math.max(most, working);
      // The later ones of four are done first.
      for (let turns = 4 - (n % 4); turns > 0; turns -= 1) await Promise.resolve();
      working -= 1;
      return n * 2;
    });
    expect(await Array.fromAsync(results)).toEqual(Array.from({ length: 50 }, (_, n) => n * 2));
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(1);
  });

  test('throws the error of an item in its turn', async () => {
    const results: number[] = [];
    const all = async () => {
      const work = (n: number) => {
        if (n === 5) throw new RangeError('five');
        return n;
      };
      for await (const result of mapInOrder(upTo(9), 3, work)) results.push(result);
    };
    await expect(all()).rejects.toThrow('five');
    expect(results).toEqual([0, 1, 2, 3, 4]);
  });
});
