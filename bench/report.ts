/** What a run found, as a table for people and as JSON lines for machines. */
import { cpus } from 'node:os';
import { type Figure, figures, type Measured } from './figures.ts';
import { spread } from './statistics.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  /** `YYYY-MM-DD` */
  day: string;
}

export interface Finding extends Measured {
  verdict: Verdict;
}

export function describeMachine(now: Date): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    node: process.version,
    day: now.toISOString().slice(0, 10),
  };
}

export function judgeAll(measured: readonly Measured[]): Finding[] {
  return measured.map((one) => ({ ...one, verdict: judge(one) }));
}

export const tableHeader = ['figure', 'measured', 'rounds', 'must', 'aim', 'verdict'];

export function tableRow(finding: Finding): string[] {
  const { title, unit, better, must, aim }: Figure = figures[finding.figure];
  const bound = (value: number | undefined) =>
    value === undefined ? '' : `${better === 'lower' ? '≤' : '≥'} ${formatValue(value, unit, String)}`;
  const rounds = finding.rounds ?? [];
  const range =
    rounds.length > 1
      ? `${rounds.length}: ${formatNumber(Math.min(...rounds))} to ${formatNumber(Math.max(...rounds))}`
      : '';
  return [title, formatValue(finding.value, unit), range, bound(must), bound(aim), finding.verdict];
}

/** Columns as wide as their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One JSON text a figure. `low` and `high` are those of the rounds, `floorSpread` is the floor's highest / lowest. */
export function formatJsonLine({ figure, value, verdict, rounds, floor }: Finding, machine: Machine): string {
  const { title, unit, better, must, aim }: Figure = figures[figure];
  const spans = rounds && { rounds: rounds.length, low: Math.min(...rounds), high: Math.max(...rounds) };
  const floorSpread = floor && spread(floor);
  return JSON.stringify({
    figure,
    title,
    value,
    unit,
    better,
    must,
    aim,
    verdict,
    ...spans,
    floorSpread,
    ...machine,
  });
}

function formatValue(value: number, unit: string, format = formatNumber): string {
  return unit === 'x' || unit === '' ? format(value) : `${format(value)} ${unit}`;
}

/** As many decimals as the value is worth: three below ten, where ratios and their bounds are close to one another. */
export function formatNumber(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 3;
  return String(Number(value.toFixed(decimals)));
}
