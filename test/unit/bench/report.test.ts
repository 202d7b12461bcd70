/** The table for people, the JSON lines for machines, and the page in docs/. */
import { describe, expect, test } from '@jest/globals';
import { performancePage } from '../../../bench/performance-page.ts';
import {
  formatJsonLine,
  formatNumber,
  formatTable,
  judgeAll,
  tableHeader,
  tableRow,
} from '../../../bench/report.ts';
import { formatPage } from '../../../bench/write-page.ts';

const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0', day: '2026-11-21' };
const [cpu, memory] = judgeAll([
  { figure: 'big-cpu', value: 1.75, rounds: [1.5, 1.75, 2.25], floor: [900, 1000, 950] },
  { figure: 'memory-big', value: 28.44 },
]);
if (!cpu || !memory) throw new Error('Two figures were given');

test.each([
  [0, '0'],
  [2, '2'],
  [1.0204, '1.02'],
  [1.0206, '1.021'],
  [9.8767, '9.877'],
  [28.44, '28.4'],
  [717.6, '718'],
])('%d is written as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

describe('the table', () => {
  test('has the value with its unit, the rounds, the bounds and the verdict', () => {
    expect(tableRow(cpu).slice(1)).toEqual(['1.75', '3: 1.5 to 2.25', '≤ 2', '≤ 1.5', 'must reached']);
    expect(tableRow(memory).slice(1)).toEqual(['28.4 MB', '', '≤ 80 MB', '≤ 30 MB', 'aim reached']);
  });

  test('lines its columns up', () => {
    const lines = formatTable([tableHeader, tableRow(cpu), tableRow(memory)]).split('\n');
    const columns = lines.map((line) => line.search(/measured|1\.75|28\.4/));
    expect(new Set(columns).size).toBe(1);
    expect(lines.some((line) => line.endsWith(' '))).toBe(false);
  });
});

test('A JSON line has everything that a machine needs to judge the figure itself', () => {
  expect(JSON.parse(formatJsonLine(cpu, machine))).toEqual({
    figure: 'big-cpu',
    title: 'Record of 10,000 sessions: CPU / FLOOR',
    value: 1.75,
    unit: 'x',
    better: 'lower',
    must: 2,
    aim: 1.5,
    verdict: 'must reached',
    rounds: 3,
    low: 1.5,
    high: 2.25,
    floorSpread: 1000 / 900,
    ...machine,
  });
  expect(JSON.parse(formatJsonLine(memory, machine))).not.toHaveProperty('rounds');
});

test('The page says what ran where, has a row for each figure, and lists the exit codes', () => {
  const page = formatPage(performancePage, [cpu, memory], machine, 412);
  expect(page).toContain('2026-11-21: A processor, 2 cores, Node v24.0.0, 412 s');
  expect(page).toContain('| Peak memory over idle, 10,000 sessions | 28.4 MB |');
  expect(page.match(/^\| [0123] \|/gm)).toHaveLength(4);
});
