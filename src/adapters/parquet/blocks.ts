/** The blocks of one kind in a row group. Each is gone through once, in however many rows it is. */
import type { Block, TableColumn } from '../../model/table-schema.ts';
import { type ColumnCells, makeColumnCells } from './column-cells.ts';

export interface Blocks {
  columns: readonly ColumnCells[];
  /** Which of the group's blocks this is, from 0 on. */
  numberOf(block: Block): number;
  /** Goes through those that are new. */
  settle(): void;
  /** For the next row group. */
  clear(): void;
}

export function makeBlocks(columns: readonly TableColumn[]): Blocks {
  const cells = columns.map(({ type }) => makeColumnCells(type));
  let fresh: Block[] = [];
  let count = 0;
  // Rows that have a block follow one another; the two ends of a medium change places from row to row.
  let last: Block | undefined;
  let before: Block | undefined;
  return {
    columns: cells,
    numberOf(block) {
      if (block === last) return count - 1;
      if (block === before) return count - 2;
      before = last;
      last = block;
      fresh.push(block);
      count += 1;
      return count - 1;
    },
    settle() {
      // One column after the other: by block, a wide table is all over the memory.
      for (const [i, column] of cells.entries()) column.push(fresh, i);
      fresh = [];
    },
    clear() {
      for (const column of cells) column.clear();
      count = 0;
      last = undefined;
      before = undefined;
    },
  };
}
