import { describe, expect, test } from '@jest/globals';
import { barChart } from '../../../src/cli/output/bar-chart.ts';

describe('a bar chart', () => {
  test('has the longest bar for the highest value, and none for nothing', () => {
    const lines = barChart(
      [
        { label: 'a', value: 10 },
        { label: 'long label', value: 5 },
        { label: 'c', value: 0 },
        { label: 'd', value: 0.01 },
      ],
      34,
    );
    expect(lines).toEqual([
      `a          10 ${'█'.repeat(20)}`,
      `long label  5 ${'█'.repeat(10)}`,
      'c           0',
      'd           0 █',
    ]);
  });

  test('of nothing has no lines', () => {
    expect(barChart([])).toEqual([]);
  });
});
