/** Rows as a table for a terminal. */
import { clip, displayWidth, pad, printable } from '../../reading/display-text.ts';

export interface Column<Row> {
  title: string;
  /** What stands in the cell. */
  text(row: Row): string;
  /** Numbers stand right. */
  align?: 'right';
}

export interface TableOptions {
  /** Lines are cut to so many columns; without it nothing is cut. */
  width?: number | undefined;
  /** Whether the titles stand above. */
  titles: boolean;
  /** Least widths of the columns, so that a table that comes in parts stays in line. */
  widths?: readonly number[];
}

const gap = '  ';

/** The lines of the table, and the widths that its columns have now. */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width, titles, widths = [] }: TableOptions,
): { lines: string[]; widths: number[] } {
  const cells = rows.map((row) => columns.map((column) => printable(column.text(row))));
  const all = titles ? [columns.map(({ title }) => title), ...cells] : cells;
  const needed = columns.map((_, i) =>
    Math.max(widths[i] ?? 0, ...all.map((line) => displayWidth(line[i] ?? ''))),
  );
  const lines = all.map((line) => {
    const padded = line.map((cell, i) => pad(cell, needed[i] ?? 0, columns[i]?.align ?? 'left'));
    const text = padded.join(gap).trimEnd();
    return width === undefined ? text : clip(text, width);
  });
  return { lines, widths: needed };
}
