import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphError } from '../../../src/errors.ts';
import { askAtPace } from '../../../src/paging/ask-at-pace.ts';
import { makePacer } from '../../../src/paging/pacer.ts';

/** A pacer on a clock that only sleeping and the test move. */
function setUp(maxSleepMs: number, random = 0.5) {
  const clock = { ms: 1_000_000 };
  const pacer = makePacer({
    limit: 40,
    windowMs: 20_000,
    maxSleepMs,
    limitOfAll: 200,
    random: () => random,
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

describe('when Graph throttles a request, a pacer', () => {
  const throttled = (retryAfterMs?: number) => async () => {
    const details = retryAfterMs === undefined ? {} : { retryAfterMs };
    throw new GraphError('Asking Graph: it answered 429', { meaning: 'throttled', status: 429, ...details });
  };

  test('holds all subjects for the time asked, and a little longer so that instances do not begin together', async () => {
    const { clock, pacer } = setUp(5000);
    await expect(askAtPace(pacer, 'one', throttled(17_000))).rejects.toThrow('429');
    const before = clock.ms;
    await pacer.take('other');
    expect(clock.ms - before).toBeGreaterThanOrEqual(17_000);
    expect(clock.ms - before).toBeLessThanOrEqual(17_000 * 1.25 + 200);
  });

  test('holds all subjects for a while also where Graph does not say for how long', async () => {
    const { clock, pacer } = setUp(5000);
    await expect(askAtPace(pacer, 'one', throttled())).rejects.toThrow('429');
    const before = clock.ms;
    await pacer.take('other');
    expect(clock.ms - before).toBeGreaterThanOrEqual(2000);
  });

  test('begins again at half of its rate and reaches its whole rate after some windows', async () => {
    const { clock, pacer } = setUp(5000);
    pacer.slowDown(1000);
    const times: number[] = [];
    for (let i = 0; i < 2000; i += 1) {
      await pacer.take(`call ${i}`);
      times.push(clock.ms);
    }
    const begin = times[0] ?? 0;
    const sent = (fromMs: number) =>
      times.filter((time) => time >= begin + fromMs && time < begin + fromMs + 20_000).length;
    expect(sent(0)).toBeGreaterThan(90);
    expect(sent(0)).toBeLessThan(140);
    expect(sent(20_000)).toBeGreaterThan(sent(0));
    expect(sent(20_000)).toBeLessThan(200);
    // Nothing is held back any more.
    expect(times.at(-1)).toBe(times.at(-100));
  });

  test('halves its rate once for many refusals of one window, and again for one after it', async () => {
    const rateAfter = async (...refusedAtMs: number[]) => {
      const { clock, pacer } = setUp(5000);
      let atMs = 0;
      for (const next of refusedAtMs) {
        clock.ms += next - atMs;
        atMs = next;
        pacer.slowDown(1000);
      }
      await pacer.take('call');
      const before = clock.ms;
      for (let i = 0; i < 10; i += 1) await pacer.take(`call ${i}`);
      return 10 / (clock.ms - before);
    };
    const once = await rateAfter(0);
    expect((await rateAfter(0, 10, 20, 400)) / once).toBeCloseTo(1, 1);
    expect((await rateAfter(0, 21_000)) / once).toBeLessThan(0.8);
  });

  test('neither begins nor goes on in step with an instance that was refused at the same moment', async () => {
    const timesAfter = async (waitMs: number, random: number) => {
      const { clock, pacer } = setUp(5000, random);
      const refusedAt = clock.ms;
      pacer.slowDown(waitMs);
      const times: number[] = [];
      for (let i = 0; i < 2; i += 1) {
        await pacer.take(`call ${i}`);
        times.push(clock.ms - refusedAt);
      }
      const [first = 0, second = 0] = times;
      return { first, gap: second - first };
    };
    const [early, late] = await Promise.all([timesAfter(10_000, 0), timesAfter(10_000, 0.99)]);
    expect(early.first).toBe(10_000);
    expect(late.first - early.first).toBeGreaterThan(2000);
    expect(late.gap / early.gap).toBeGreaterThan(1.5);
    // Where Graph asks for no wait, the first requests are still spread.
    const [atOnce, later] = await Promise.all([timesAfter(0, 0), timesAfter(0, 0.99)]);
    expect([atOnce.first, later.first > 90]).toEqual([0, true]);
  });

  test('sends nothing that was waiting already', async () => {
    let release = () => {};
    const sleeps: number[] = [];
    const clock = { ms: 0 };
    const pacer = makePacer({
      limit: 40,
      windowMs: 20_000,
      maxSleepMs: 5000,
      random: () => 0,
      now: () => clock.ms,
      sleep: (ms) => {
        sleeps.push(ms);
        return new Promise<void>((resolve) => {
          release = () => {
            clock.ms += ms;
            resolve();
          };
        });
      },
    });
    pacer.slowDown(1000);
    const turn = pacer.take('call');
    clock.ms += 500;
    pacer.slowDown(10_000);
    release();
    await new Promise(setImmediate);
    expect(sleeps).toEqual([1000, 9000]);
    release();
    await turn;
  });

  test('lets work that must wait for long return to the queue, and an operator’s request through', async () => {
    const { clock, pacer } = setUp(5000);
    pacer.slowDown(4 * 60_000);
    const error: unknown = await pacer.take('call').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ meaning: 'throttled' });
    expect(error instanceof GraphError && error.retryAfterMs).toBeGreaterThanOrEqual(4 * 60_000);
    const before = clock.ms;
    pacer.liftHold();
    await pacer.take('call');
    expect(clock.ms).toBe(before);
  });

  test('pauses only for seconds where the wait is so long that it cannot be about how much is asked', async () => {
    const { clock, pacer } = setUp(5000);
    const before = clock.ms;
    pacer.slowDown(45 * 24 * 60 * 60_000);
    await pacer.take('other');
    expect(clock.ms - before).toBeLessThanOrEqual(3000);
  });

  test('keeps a hold of ordinary length also when an operator asks', async () => {
    const { clock, pacer } = setUp(5000);
    pacer.slowDown(10_000);
    pacer.liftHold();
    const before = clock.ms;
    await pacer.take('call');
    expect(clock.ms - before).toBeGreaterThanOrEqual(10_000);
  });
});
