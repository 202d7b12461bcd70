/** Waiting for Graph within the time of a run. */
import { describe, expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { readUntil } from '../../../src/paging/read-until.ts';
import { freePacer } from '../../support/free-pacer.ts';

const startMs = Date.parse('2026-11-21T08:00:00Z');
const timeMs = 60_000;

/** Graph asks for these waits, one a request, then it answers. */
function setUp(waits: number[], held: AbortSignal = new AbortController().signal) {
  let ms = startMs;
  let asked = 0;
  const sleep = async (forMs: number) => {
    ms += forMs;
  };
  const ask = async () => {
    const retryAfterMs = waits[asked++];
    if (retryAfterMs !== undefined)
      throw new GraphError('Asking Graph: it answered 429', { meaning: 'throttled', retryAfterMs });
    return 'answer';
  };
  return {
    sleep,
    read: () =>
      readUntil(ask, {
        subject: 'list',
        deadline: new Date(startMs + timeMs),
        held,
        pacer: freePacer,
        now: () => new Date(ms),
        sleep,
      }),
    asked: () => asked,
    passedMs: () => ms - startMs,
  };
}

describe('reading until a deadline', () => {
  test('waits as Graph asks, and gives the answer', async () => {
    const { read, asked, passedMs } = setUp([20_000, 30_000]);
    expect(await read()).toBe('answer');
    expect([asked(), passedMs()]).toEqual([3, 50_000]);
  });

  test('leaves a wait beyond the deadline to the caller', async () => {
    const { read, asked } = setUp([20_000, 50_000]);
    await expect(read()).rejects.toMatchObject({ meaning: 'throttled', retryAfterMs: 50_000 });
    expect(asked()).toBe(2);
  });

  test('says that the time is up, and does not ask', async () => {
    const { read, sleep, asked } = setUp([]);
    await sleep(timeMs + 1);
    expect(await read()).toBe('time-is-up');
    expect(asked()).toBe(0);
  });

  test('does not ask when another run has taken over', async () => {
    const { read, asked } = setUp([], AbortSignal.abort(new Error('The lease is lost')));
    await expect(read()).rejects.toThrow('The lease is lost');
    expect(asked()).toBe(0);
  });
});
