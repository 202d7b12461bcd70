/** Where the cells of a table's columns are in its rows. */
import type { Cell } from '../../model/table-schema.ts';
import type { DescribedColumn, DescribedTable } from '../schema/column.ts';

/** The index of a column by its name. Throws when there is none: a name here is a mistake in code. */
export function indexOfColumn(columns: readonly DescribedColumn[], name: string): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw new Error(`Laying out rows: there is no column ${name}`);
  return index;
}

/** A row, or a block of one, in which nothing is said. */
export function emptyCells(columns: readonly DescribedColumn[]): Cell[] {
  return new Array<Cell>(columns.length).fill(null);
}

/** The indexes of columns by their names. */
export function placesOf<Name extends string>(
  columns: readonly DescribedColumn[],
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, indexOfColumn(columns, name)])) as Record<
    Name,
    number
  >;
}

export interface CellLayout<Name extends string> {
  /** A row in which nothing is said. */
  empty(): Cell[];
  /** Sets the cells of these columns. `undefined` says nothing. */
  set(row: Cell[], values: Partial<Record<Name, Cell | undefined>>): void;
}

/** `names`: the columns that are set by name. */
export function makeCellLayout<Name extends string>(
  { columns }: Pick<DescribedTable, 'columns'>,
  names: readonly Name[],
): CellLayout<Name> {
  const places = names.map((name) => [name, indexOfColumn(columns, name)] as const);
  return {
    empty: () => emptyCells(columns),
    set(row, values) {
      for (const [name, index] of places) {
        const value = values[name];
        if (value !== undefined) row[index] = value;
      }
    },
  };
}
