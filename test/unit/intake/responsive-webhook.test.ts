/** Whatever is posted, the event loop is not held: the handshake beside it is answered in time (design §4). */
import { expect, test } from '@jest/globals';
import { kinds, makeHostilePost } from './hostile-posts.ts';
import { measureTurns } from './measure-turns.ts';

const maxTurnMs = 50;

test('no body holds it for longer than 50 ms of work, on either route', async () => {
  const held: string[] = [];
  const statuses = new Set<number>();
  for (let kind = 0; kind < kinds; kind += 1) {
    for (const { route, status, longestMs } of await measureTurns(makeHostilePost(kind))) {
      statuses.add(status);
      if (longestMs > maxTurnMs) held.push(`${route} by kind ${kind} for ${longestMs} ms`);
    }
  }
  expect(held).toEqual([]);
  expect([...statuses].sort()).toEqual([202, 400, 413]);
}, 120_000);
