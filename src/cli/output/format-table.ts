/** Rows as a table for a terminal. */
import { clip, displayWidth, pad, printable } from '../../reading/display-text.ts';

export interface Column<Row> {
  title: string;
  /** The text of the cell. */
  text(row: Row): string;
  /** Numbers are aligned right. */
  align?: 'right';
}

export interface TableOptions {
  /** Lines are cut to this many columns; nothing is cut by default. */
  width?: number | undefined;
  /** Whether a line of titles comes first. */
  titles: boolean;
  /** Minimum widths of the columns, which keep the parts of a table aligned. */
  widths?: readonly number[];
}

const gap = '  ';

/** The lines of the table, and the resulting widths of its columns. */
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
