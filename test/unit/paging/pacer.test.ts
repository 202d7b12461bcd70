import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphError } from '../../../src/errors.ts';
import { makePacer } from '../../../src/paging/pacer.ts';

/** A pacer on a clock that only sleeping and the test move. */
function setUp(longestSleepMs: number) {
  const clock = { ms: 1_000_000 };
  const pacer = makePacer({
    limit: 40,
    windowMs: 20_000,
    longestSleepMs,
    now: () => clock.ms,
    sleep: async (ms) => {
      clock.ms += ms;
    },
  });
  return { clock, pacer };
}

describe('a pacer', () => {
  test('lets no more than the limit into any window, however requests come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2000), { minLength: 50, maxLength: 200 }), async (pauses) => {
        const { clock, pacer } = setUp(Number.POSITIVE_INFINITY);
        const times: number[] = [];
        for (const pause of pauses) {
          clock.ms += pause;
          await pacer.take('call');
          times.push(clock.ms);
        }
        const tooClose = times.filter((time, i) => i >= 40 && time - (times[i - 40] ?? 0) < 20_000);
        expect(tooClose).toEqual([]);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test('says how long it takes until the whole window is free, where the wait is too long to sleep', async () => {
    const { clock, pacer } = setUp(5000);
    for (let i = 0; i < 40; i += 1) {
      await pacer.take('call');
      clock.ms += 100;
    }
    const error: unknown = await pacer.take('call').catch((thrown: unknown) => thrown);
    expect(error instanceof GraphError && [error.meaning, error.retryAfterMs]).toEqual(['throttled', 19_900]);
    clock.ms += 19_900;
    for (let i = 0; i < 40; i += 1) await pacer.take('call');
  });

  test('keeps subjects apart', async () => {
    const { clock, pacer } = setUp(0);
    for (let i = 0; i < 40; i += 1) await pacer.take('one');
    const before = clock.ms;
    for (let i = 0; i < 40; i += 1) await pacer.take('other');
    expect(clock.ms).toBe(before);
  });

  test('holds a subject as long as Graph asked', async () => {
    const { clock, pacer } = setUp(5000);
    pacer.hold('call', 3000);
    const before = clock.ms;
    await pacer.take('call');
    expect(clock.ms - before).toBe(3000);
    pacer.hold('call', 60_000);
    await expect(pacer.take('call')).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });
});
