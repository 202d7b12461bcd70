/**
 * The cells of one column until its row group is written: texts as places in a dictionary, numbers outside of the heap. They
 * are kept small, since a wide table has many columns, and their room is used again for the next group.
 */
import type { Cell, CellType } from '../../model/table-schema.ts';
import {
  type EncodedValues,
  encodeBooleans,
  encodeDoubles,
  encodeInt32s,
  encodeInt64s,
  encodeTexts,
  encodeTimes,
} from './encode-values.ts';
import { bitWidthOf } from './run-length.ts';

/** A column of one row group, but for heads and compression. */
export interface ColumnData extends EncodedValues {
  /** Values and nulls; of lists, those in all of them, and one for a list that is null or empty. */
  count: number;
  nulls: number;
  /** Where lists begin and where nulls are: they stand in this order before the values. */
  levels: { values: Uint8Array; bitWidth: number }[];
}

export type Row = readonly Cell[];

export interface ColumnCells {
  /** Takes this column's cells of all these rows. */
  push(rows: readonly Row[], index: number): void;
  /** What was pushed is forgotten, but for what is given back, until the next is pushed. */
  take(): ColumnData;
}

export function makeColumnCells(type: CellType): ColumnCells {
  switch (type) {
    case 'texts':
      return makeLists(makeTexts(Int32Array));
    case 'numbers':
      return makeLists(makeNumbers(Float64Array, encodeDoubles));
    case 'int32s':
      return makeLists(makeNumbers(Int32Array, encodeInt32s));
    case 'text':
      // The rows of a group can be counted in 16 bits; the items of their lists need not.
      return makeCells(makeTexts(Uint16Array));
    case 'number':
      return makeCells(makeNumbers(Float64Array, encodeDoubles));
    case 'int32':
      return makeCells(makeNumbers(Int32Array, encodeInt32s));
    case 'time':
      return makeCells(makeNumbers(Float64Array, encodeTimes));
    case 'boolean':
      return makeCells(makeNumbers(Uint8Array, encodeBooleans));
    case 'int64':
      return makeCells(makeInt64s());
  }
}

/** Values that are not null, in their order. */
interface Values {
  push(values: readonly unknown[]): void;
  take(): EncodedValues;
}

/** Doubled five times it is the 20,000 rows of a group: a full column has no room to spare. */
const firstLength = 625;

function makeCells(values: Values): ColumnCells {
  let levels = new Uint8Array(firstLength);
  let count = 0;
  let nulls = 0;
  return {
    push(rows, index) {
      const some: Cell[] = [];
      levels = withRoom(levels, count + rows.length);
      for (const row of rows) {
        const cell = row[index] as Cell;
        levels[count] = cell === null ? 0 : 1;
        count += 1;
        if (cell !== null) some.push(cell);
      }
      nulls += rows.length - some.length;
      values.push(some);
    },
    take() {
      const taken = {
        count,
        nulls,
        levels: [{ values: levels.subarray(0, count), bitWidth: 1 }],
        ...values.take(),
      };
      count = 0;
      nulls = 0;
      return taken;
    },
  };
}

/** Of a list that is null, or empty; of an item that is null, or is not. */
const listLevels = { null: 0, empty: 1, nullItem: 2, item: 3 };

function makeLists(values: Values): ColumnCells {
  let repeated: number[] = [];
  let defined: number[] = [];

  function pushList(list: readonly unknown[] | null): void {
    if (list === null || list.length === 0) {
      repeated.push(0);
      defined.push(list === null ? listLevels.null : listLevels.empty);
      return;
    }
    for (const [i, item] of list.entries()) {
      repeated.push(i === 0 ? 0 : 1);
      defined.push(item === null ? listLevels.nullItem : listLevels.item);
    }
    values.push(list.filter((item) => item !== null));
  }

  return {
    push(rows, index) {
      for (const row of rows) pushList(row[index] as readonly unknown[] | null);
    },
    take() {
      const encoded = values.take();
      const taken = {
        count: defined.length,
        nulls: defined.filter((level) => level !== listLevels.item).length,
        levels: [
          { values: Uint8Array.from(repeated), bitWidth: 1 },
          { values: Uint8Array.from(defined), bitWidth: bitWidthOf(listLevels.item) },
        ],
        ...encoded,
      };
      repeated = [];
      defined = [];
      return taken;
    },
  };
}

function makeTexts(Places: typeof Uint16Array | typeof Int32Array): Values {
  let places: Growing<Uint16Array | Int32Array> = new Places(firstLength);
  let length = 0;
  const dictionary = new Map<string, number>();
  // Neighbours have most texts in common, and the two directions of a medium have them in turn.
  let last: string | undefined;
  let lastPlace = 0;
  let before: string | undefined;
  let beforePlace = 0;

  function placeOf(text: string): number {
    if (text === last) return lastPlace;
    const known = text === before ? beforePlace : dictionary.get(text);
    const place = known ?? dictionary.size;
    if (known === undefined) dictionary.set(text, place);
    before = last;
    beforePlace = lastPlace;
    last = text;
    lastPlace = place;
    return place;
  }

  return {
    push(values) {
      places = withRoom(places, length + values.length);
      for (const value of values) {
        places[length] = placeOf(value as string);
        length += 1;
      }
    },
    take() {
      const taken = encodeTexts(places.subarray(0, length), [...dictionary.keys()]);
      dictionary.clear();
      last = undefined;
      before = undefined;
      length = 0;
      return taken;
    },
  };
}

function makeNumbers<Numbers extends Float64Array | Int32Array | Uint8Array>(
  Numbers: new (length: number) => Growing<Numbers>,
  encode: (numbers: Numbers) => EncodedValues,
): Values {
  let numbers = new Numbers(firstLength);
  let length = 0;
  return {
    push(values) {
      numbers = withRoom(numbers, length + values.length);
      for (const value of values) {
        // Also of a boolean.
        numbers[length] = Number(value);
        length += 1;
      }
    },
    take() {
      const taken = encode(numbers.subarray(0, length) as Numbers);
      length = 0;
      return taken;
    },
  };
}

function makeInt64s(): Values {
  let numbers = new BigInt64Array(firstLength);
  let length = 0;
  return {
    push(values) {
      numbers = withRoom(numbers, length + values.length);
      for (const value of values) {
        numbers[length] = value as bigint;
        length += 1;
      }
    },
    take() {
      const taken = encodeInt64s(numbers.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}

type Growing<Numbers> = Numbers & { buffer: ArrayBuffer };

/** The same array where it has room for so many, else a longer one that begins like it. */
function withRoom<Numbers extends Uint8Array | Uint16Array | Int32Array | Float64Array | BigInt64Array>(
  numbers: Growing<Numbers>,
  length: number,
): Growing<Numbers> {
  if (length <= numbers.length) return numbers;
  const longer = numbers.buffer.transfer(Math.max(2 * numbers.length, length) * numbers.BYTES_PER_ELEMENT);
  return new (numbers.constructor as new (buffer: ArrayBuffer) => typeof numbers)(longer);
}
