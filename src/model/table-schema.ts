/** What a table for analysts looks like: its columns with their types, and the cells of a row. */

/**
 * - `text`, `texts`: a text, a list of texts. `boolean`.
 * - `time`: milliseconds since 1970 in UTC.
 * - `number`, `numbers`: a double; durations are numbers of milliseconds.
 * - `int32`, `int32s`, `int64`: whole numbers.
 */
export type CellType =
  | 'text'
  | 'texts'
  | 'boolean'
  | 'time'
  | 'number'
  | 'numbers'
  | 'int32'
  | 'int32s'
  | 'int64';

/** `int64` is a bigint, a list an array; what the record does not say is null. */
export type Cell = string | number | bigint | boolean | null | readonly (string | number | null)[];

export interface TableColumn {
  name: string;
  type: CellType;
}

/** Cells of columns that stand side by side. Where rows have them in common, it is the same array in each. */
export type Block = readonly Cell[];

/** Its blocks, in the order of the columns. */
export type Row = readonly Block[];

/** Blocks of one kind have columns of the same types, and may stand at one place in one row and at another in the next. */
export interface TableBlock {
  kind: string;
  columns: readonly TableColumn[];
}

export interface TableSchema {
  name: string;
  columns: readonly TableColumn[];
  /** Of what a row is made, where that is more than one block. */
  blocks?: readonly TableBlock[];
}
