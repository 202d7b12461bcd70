/** A listing or download that stops coming ends in time; one that keeps coming may take as long as it needs. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { limitSteps } from '../../../src/adapters/storage/time-limit.ts';

afterEach(() => void jest.useRealTimers());

test('what comes passes through, however long the reader takes with it', async () => {
  async function* parts() {
    yield* [1, 2, 3];
  }
  jest.useFakeTimers();
  const seen: number[] = [];
  for await (const part of limitSteps(parts(), 30)) {
    await jest.advanceTimersByTimeAsync(50);
    seen.push(part);
  }
  expect(seen).toEqual([1, 2, 3]);
});

test('a part that does not come ends it', async () => {
  async function* parts() {
    yield 1;
    await new Promise(() => undefined);
  }
  const seen: number[] = [];
  const read = async () => {
    for await (const part of limitSteps(parts(), 30)) seen.push(part);
  };
  await expect(read()).rejects.toThrow('nothing came in 30 ms');
  expect(seen).toEqual([1]);
});

test('a reader that leaves early ends the listing', async () => {
  let ended = false;
  async function* parts() {
    try {
      yield* [1, 2, 3];
    } finally {
      ended = true;
    }
  }
  for await (const _ of limitSteps(parts(), 30)) break;
  await Promise.resolve();
  expect(ended).toBe(true);
});
