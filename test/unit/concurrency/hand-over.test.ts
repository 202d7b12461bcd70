/** What is called back item by item, read in order: no faster than it is taken, with errors both ways. */
import { expect, test } from '@jest/globals';
import { handOver } from '../../../src/concurrency/hand-over.ts';

test('items are read in order, and made only as they are taken', async () => {
  let made = 0;
  const items = handOver<number>(async (give) => {
    for (; made < 100; made += 1) await give(made);
  });
  const read: number[] = [];
  for await (const item of items) {
    read.push(item);
    expect(made).toBeLessThan(item + 4);
  }
  expect(read).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

test('an error of the producer is thrown to the reader, after what came before', async () => {
  const read: string[] = [];
  const items = handOver<string>(async (give) => {
    await give('first');
    throw new TypeError('broken');
  });
  const all = async () => {
    for await (const item of items) read.push(item);
  };
  await expect(all()).rejects.toThrow('broken');
});

test('a reader that stops ends the producer', async () => {
  const ended = Promise.withResolvers<void>();
  const items = handOver<number>(async (give) => {
    try {
      for (let n = 0; ; n += 1) await give(n);
    } finally {
      ended.resolve();
    }
  });
  for await (const item of items) if (item === 3) break;
  await ended.promise;
});
