/** The cells of one column until their row group is written; numbers outside of the JavaScript heap. */
import type { Cell, CellType } from '../../model/table-schema.ts';

export interface ColumnCells {
  push(cell: Cell): void;
  /** As the Parquet library takes them; what was pushed is forgotten. */
  take(): unknown[];
}

export function makeColumnCells(type: CellType): ColumnCells {
  if (type === 'number' || type === 'int32') return makeNumbers((number) => number);
  return type === 'time' ? makeNumbers(BigInt) : makeAny();
}

const firstLength = 64;

/** JSON has no NaN: here it stands for null. */
function makeNumbers(format: (number: number) => unknown): ColumnCells {
  let cells = new Float64Array(firstLength);
  let length = 0;
  return {
    push(cell) {
      if (length === cells.length) {
        const longer = new Float64Array(2 * length);
        longer.set(cells);
        cells = longer;
      }
      cells[length] = cell === null ? Number.NaN : (cell as number);
      length += 1;
    },
    take() {
      const taken = new Array<unknown>(length);
      for (let i = 0; i < length; i += 1) {
        const number = cells[i] as number;
        taken[i] = Number.isNaN(number) ? null : format(number);
      }
      length = 0;
      return taken;
    },
  };
}

function makeAny(): ColumnCells {
  let cells: Cell[] = [];
  return {
    push: (cell) => void cells.push(cell),
    take() {
      const taken = cells;
      cells = [];
      return taken;
    },
  };
}
