/** When the benchmark of the call reports says that the app holds too much. */
import { expect, test } from '@jest/globals';
import { judgeMemory } from '../../../bench/reports/memory.ts';

const megabytes = (idle: number, quarter: number, year: number) => ({
  idleBytes: idle * 1e6,
  quarterBytes: quarter * 1e6,
  yearBytes: year * 1e6,
});

test.each([
  ['little, and the same for a quarter and a year', megabytes(170, 230, 240), true],
  ['little, but more for a year than for a quarter', megabytes(170, 200, 216), false],
  ['the same for both, but much', megabytes(170, 280, 290), false],
  ['what cannot be read on this system', megabytes(0, 0, 0), true],
])('%s', (_, held, isSmall) => {
  expect(judgeMemory(held).isSmall).toBe(isSmall);
});

test('the figures are printed with what they must be', () => {
  expect(judgeMemory(megabytes(170, 230, 242)).lines.at(-1)).toBe(
    'memory over idle 72 MB (must: 96 MB), year / quarter 1.20 (must: 1.5)',
  );
});
