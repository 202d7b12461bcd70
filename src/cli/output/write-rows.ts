/** Rows on stdout in the requested form, each as soon as it arrives. */

import { printableLines } from '../../reading/display-text.ts';
import { excelEncoding, excelMark, formatCsvRow, formatExcelRow } from '../../reading/format-csv.ts';
import type { World } from '../world.ts';
import { formatJson } from './format-json.ts';
import { type Column, formatTable } from './format-table.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeText } from './write-text.ts';

export const formats = ['table', 'json', 'ndjson', 'csv', 'excel'] as const;
export type Format = (typeof formats)[number];

/** A table shows the columns, every other form the members. */
export interface RowLayout<Row> {
  columns: readonly Column<Row>[];
  /** In this order. */
  members: readonly (keyof Row & string)[];
}

/** Rows of a table that are aligned with each other. */
const tablePart = 100;

/** Returns the number of rows. */
export async function writeRows<Row extends object>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  layout: RowLayout<Row>,
  format: Format,
  world: Pick<World, 'stdout' | 'signal'>,
): Promise<number> {
  let count = 0;
  for await (const text of formatRows(counted(rows), layout, format, world)) {
    world.signal.throwIfAborted();
    await writeText(world.stdout, text);
  }
  return count;

  async function* counted(all: typeof rows): AsyncGenerator<Row> {
    for await (const row of all) {
      count += 1;
      yield row;
    }
  }
}

async function* formatRows<Row extends object>(
  rows: AsyncIterable<Row>,
  { columns, members }: RowLayout<Row>,
  format: Format,
  { stdout }: Pick<World, 'stdout'>,
): AsyncGenerator<string | Uint8Array> {
  switch (format) {
    case 'table':
      return yield* formatTableParts(rows, columns, stdout.isTTY ? terminalWidth(stdout) : undefined);
    case 'ndjson':
      for await (const row of rows) yield `${formatMembers(row, members)}\n`;
      return;
    case 'json':
      return yield* formatArray(rows, members);
    case 'csv':
      return yield* formatLines(rows, members, formatCsvRow, stdout.isTTY);
    case 'excel':
      if (stdout.isTTY) return yield* formatLines(rows, members, formatExcelRow, true);
      yield Buffer.from(excelMark, excelEncoding);
      for await (const line of formatLines(rows, members, formatExcelRow))
        yield Buffer.from(line, excelEncoding);
  }
}

/** The members' names, then a line a row; on a terminal with control characters escaped. */
async function* formatLines<Row extends object>(
  rows: AsyncIterable<Row>,
  members: RowLayout<Row>['members'],
  formatRow: (values: readonly unknown[]) => string,
  isTTY = false,
): AsyncGenerator<string> {
  yield formatRow(members);
  for await (const row of rows) {
    const line = formatRow(members.map((member) => row[member]));
    yield isTTY ? printableLines(line.replaceAll('\r\n', '\n')) : line;
  }
}

function formatMembers<Row extends object>(row: Row, members: RowLayout<Row>['members']): string {
  return formatJson(Object.fromEntries(members.map((member) => [member, row[member]])));
}

async function* formatArray<Row extends object>(
  rows: AsyncIterable<Row>,
  members: RowLayout<Row>['members'],
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield before + formatMembers(row, members);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* formatTableParts<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  width: number | undefined,
): AsyncGenerator<string> {
  let part: Row[] = [];
  let widths: number[] | undefined;
  const format = () => {
    const table = formatTable(columns, part, { width, titles: widths === undefined, widths: widths ?? [] });
    widths = table.widths;
    part = [];
    return table.lines.map((line) => `${line}\n`).join('');
  };
  for await (const row of rows) {
    part.push(row);
    if (part.length >= tablePart) yield format();
  }
  if (part.length > 0) yield format();
}
