/** The benchmark's own arithmetic, which its verdicts rest on. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { median, ratios, spread } from '../../../bench/statistics.ts';

describe('a median', () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 2], 9],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('has as many values below it as above it, and leaves the values as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values];
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
        expect(values).toEqual(before);
      }),
    );
  });

  test('of nothing is an error', () => {
    expect(() => median([])).toThrow('no values');
  });
});

test('a spread says how many times the lowest fits into the highest', () => {
  expect(spread([2, 3, 5])).toBe(2.5);
  expect(spread([7])).toBe(1);
});

test('ratios are taken within each round', () => {
  expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  expect(() => ratios([1], [1, 2])).toThrow('differ in number');
});
