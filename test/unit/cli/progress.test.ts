/** Progress is for a terminal: it comes when work takes time, and leaves nothing behind. */
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { makeProgress } from '../../../src/cli/output/progress.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function makeStream(columns?: number) {
  const stream = Object.assign(new PassThrough(), columns !== undefined && { isTTY: true, columns });
  return { stream, read: () => String(stream.read() ?? '') };
}

test('says the newest state after a while, within the width, and takes it away', () => {
  const { stream, read } = makeStream(20);
  const progress = makeProgress(stream);
  progress.say('1 of 9');
  expect(read()).toBe('');
  progress.say('a line that is longer than the terminal');
  jest.advanceTimersByTime(250);
  expect(read()).toBe('\r\u001b[Ka line that is lon…');
  progress.clear();
  expect(read()).toBe('\r\u001b[K');
  jest.advanceTimersByTime(1000);
  expect(read()).toBe('');
});

test('says nothing about work that is done at once, and nothing where there is no terminal', () => {
  const fast = makeStream(80);
  const progress = makeProgress(fast.stream);
  progress.say('begun');
  progress.clear();
  jest.advanceTimersByTime(1000);
  expect(fast.read()).toBe('');

  const piped = makeStream();
  makeProgress(piped.stream).say('begun');
  jest.advanceTimersByTime(1000);
  expect(piped.read()).toBe('');
});
