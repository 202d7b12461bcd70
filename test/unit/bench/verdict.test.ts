/** What the benchmark says of a figure, and with which exit code it ends. */
import { describe, expect, test } from '@jest/globals';
import { type Figure, type FigureName, figures } from '../../../bench/figures.ts';
import { exitCodeOf, judge } from '../../../bench/verdict.ts';

describe('a verdict', () => {
  test.each<[FigureName, number, string]>([
    ['big-cpu', 1.5, 'aim reached'],
    ['big-cpu', 1.51, 'must reached'],
    ['big-cpu', 2, 'must reached'],
    ['big-cpu', 2.01, 'missed'],
    ['big-cpu', Number.NaN, 'missed'],
    ['small-naive', 2, 'aim reached'],
    ['small-naive', 1.99, 'must reached'],
    ['small-naive', 1.49, 'missed'],
    ['throttled-refusals', 0, 'aim reached'],
    ['throttled-refusals', 1, 'missed'],
    ['big-floor', 1e9, 'noted'],
  ])('of %s at %d is: %s', (figure, value, expected) => {
    expect(judge({ figure, value })).toBe(expected);
  });

  test('is not given when the floor varies more than twofold between rounds', () => {
    expect(judge({ figure: 'big-cpu', value: 9, floor: [1, 2, 1.5] })).toBe('missed');
    expect(judge({ figure: 'big-cpu', value: 9, floor: [1, 2.01, 1.5] })).toBe('noisy, not judged');
  });
});

describe('the exit code', () => {
  test('is 0 when every must is reached', () => {
    expect(exitCodeOf(['aim reached', 'must reached', 'noted'])).toBe(0);
  });

  test('is 1 when one is missed, whatever was noisy', () => {
    expect(exitCodeOf(['noisy, not judged', 'missed', 'aim reached'])).toBe(1);
  });

  test('is 3 when nothing is missed and something was noisy', () => {
    expect(exitCodeOf(['noisy, not judged', 'aim reached'])).toBe(3);
  });
});

test('No figure aims lower than what it must reach', () => {
  const all: Figure[] = Object.values(figures);
  const judged = all.filter(({ must }) => must !== undefined);
  expect(judged.length).toBeGreaterThan(10);
  for (const { better, must = 0, aim } of judged) {
    expect(aim).toBeDefined();
    const slack = better === 'lower' ? must - (aim ?? 0) : (aim ?? 0) - must;
    expect(slack).toBeGreaterThanOrEqual(0);
  }
});
