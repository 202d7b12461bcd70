/** A list of checks on stdout: for people a paragraph each, with the advice below it. */

import { printable, wrap } from '../../reading/display-text.ts';
import { formatJson } from '../output/format-json.ts';
import { makePaint, type Paint } from '../output/paint.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';
import type { AppCheck, AppChecks } from './ask-checks.ts';

const styles = { ok: 'green', warn: 'yellow', fail: 'red' } as const;
const maxWidth = 100;
const command = /^(az|pwsh|func|npm|node|call-archive) /;

export async function writeChecks(answer: AppChecks, format: Format, world: World): Promise<void> {
  switch (format) {
    case 'json':
      return writeText(world.stdout, `${formatJson(answer, 2)}\n`);
    case 'ndjson':
    case 'csv':
    case 'excel': {
      const members = ['name', 'state', 'facts', 'advice'] as const;
      await writeRows(answer.checks, { columns: [], members: [...members] }, format, world);
      return;
    }
    case 'table':
      return writeText(world.stdout, formatForPeople(answer, makePaint(world), terminalWidth(world.stdout)));
  }
}

function formatForPeople(
  { status, checkedAt, version, checks }: AppChecks,
  paint: Paint,
  columns: number,
): string {
  const width = Math.min(columns, maxWidth);
  const word = paint(status, status === 'ok' ? 'green' : 'red');
  const nameWidth = Math.max(...checks.map(({ name }) => name.length), 0);
  const lines = [
    `${word}  checked ${printable(checkedAt)}, version ${printable(version)}`,
    '',
    ...checks.flatMap((check) => formatCheck(check, nameWidth, width, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `fail  subscription  expiresAt 2026-…, id …`, wrapped with a hanging indent. */
function formatCheck(check: AppCheck, nameWidth: number, width: number, paint: Paint): string[] {
  const { name, state, facts, advice } = check;
  const indent = ' '.repeat(`warn  ${' '.repeat(nameWidth)}  `.length);
  const room = Math.max(20, width - indent.length);
  const factTexts = Object.entries(facts).map(([fact, value]) => printable(`${fact} ${formatFact(value)}`));
  const [first = '', ...more] = wrapWhole(factTexts, room);
  const head = `${paint(state.padEnd(4), styles[state])}  ${printable(name).padEnd(nameWidth)}  ${first}`;
  const todo = state === 'ok' ? [] : adviceLines(advice, room).map((line) => paint(line, 'bold'));
  return [head.trimEnd(), ...[...more, ...todo].map((line) => indent + line)];
}

/** Separated by commas and wrapped; no text is broken across lines. */
function wrapWhole(texts: readonly string[], width: number): string[] {
  const noBreak = texts.map((text) => text.replaceAll(' ', '\u00a0'));
  return wrap(noBreak.join(', '), width).map((line) => line.replaceAll('\u00a0', ' '));
}

/** A command stays on one line, so that it can be copied. */
function adviceLines(advice: string, room: number): string[] {
  const lines = advice.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => (command.test(line) ? [printable(line)] : wrap(printable(line), room)));
}

function formatFact(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
