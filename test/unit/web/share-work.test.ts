/** Work that several readers want at the same moment is done once. */
import { describe, expect, test } from '@jest/globals';
import { makeSharedWork } from '../../../src/web/seen/share-work.ts';

function makeCounted({ keepMs = 10, maxKept = 2 } = {}) {
  let nowMs = 0;
  const begun: string[] = [];
  const shared = makeSharedWork<string>({ keepMs, maxKept }, () => nowMs);
  const run = (key: string, end = async () => {}) =>
    shared.run(key, async () => {
      begun.push(key);
      await end();
      return `result of ${key}`;
    });
  return { begun, run, pass: (ms: number) => (nowMs += ms) };
}

describe('shared work', () => {
  test('that runs is joined', async () => {
    const { begun, run } = makeCounted();
    expect(await Promise.all([run('a'), run('b'), run('a')])).toEqual([
      'result of a',
      'result of b',
      'result of a',
    ]);
    expect(begun).toEqual(['a', 'b']);
  });

  test('that has just ended is not done again, and is after a while', async () => {
    const { begun, run, pass } = makeCounted({ keepMs: 10 });
    await run('a');
    pass(10);
    await run('a');
    expect(begun).toEqual(['a']);
    pass(1);
    await run('a');
    expect(begun).toEqual(['a', 'a']);
  });

  test('keeps the newest results only, and never ends what still runs', async () => {
    const { begun, run } = makeCounted({ maxKept: 1 });
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = run('slow', () => promise);
    for (const key of ['a', 'b', 'slow']) if (key !== 'slow') await run(key);
    await run('a');
    expect(begun).toEqual(['slow', 'a', 'b', 'a']);
    const joined = run('slow');
    resolve();
    expect(await Promise.all([slow, joined])).toEqual(['result of slow', 'result of slow']);
    expect(begun.filter((key) => key === 'slow')).toEqual(['slow']);
  });

  test('that fails is told to those who wait, and done anew for the next', async () => {
    const { begun, run } = makeCounted();
    const fail = async () => {
      throw new Error('Broken');
    };
    const both = await Promise.allSettled([run('a', fail), run('a', fail)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await run('a')).toBe('result of a');
    expect(begun).toEqual(['a', 'a']);
  });
});
