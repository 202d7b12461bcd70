/** The cells of one column until its row group is written: texts as places in a dictionary, numbers outside of the heap. */
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
import { bitWidthOf, encodeRuns } from './run-length.ts';

/** A column of one row group, but for heads and compression. */
export interface ColumnData extends EncodedValues {
  /** Values and nulls; of lists, those in all of them, and one for a list that is null or empty. */
  count: number;
  nulls: number;
  /** Where lists begin and where nulls are: they stand in this order before the values. */
  levels: Uint8Array[];
}

export interface ColumnCells {
  push(cell: Cell): void;
  /** What was pushed is forgotten. */
  take(): ColumnData;
}

export function makeColumnCells(type: CellType): ColumnCells {
  switch (type) {
    case 'texts':
      return makeLists(makeTexts());
    case 'numbers':
      return makeLists(makeNumbers(encodeDoubles));
    case 'int32s':
      return makeLists(makeNumbers(encodeInt32s));
    case 'text':
      return makeCells(makeTexts());
    case 'number':
      return makeCells(makeNumbers(encodeDoubles));
    case 'int32':
      return makeCells(makeNumbers(encodeInt32s));
    case 'time':
      return makeCells(makeNumbers(encodeTimes));
    case 'boolean':
      return makeCells(makeNumbers(encodeBooleans));
    case 'int64':
      return makeCells(makeInt64s());
  }
}

/** Values that are not null, in their order. */
interface Values {
  push(value: unknown): void;
  take(): EncodedValues;
}

const firstLength = 64;

function makeCells(values: Values): ColumnCells {
  const present = makeLevels(1);
  return {
    push(cell) {
      present.push(cell === null ? 0 : 1);
      if (cell !== null) values.push(cell);
    },
    take() {
      const { count, full: valued, runs } = present.take();
      return { count, nulls: count - valued, levels: [runs], ...values.take() };
    },
  };
}

/** Of a list that is null, or empty; of an item that is null, or is not. */
const listLevels = { null: 0, empty: 1, nullItem: 2, item: 3 };

function makeLists(values: Values): ColumnCells {
  const repeated = makeLevels(1);
  const defined = makeLevels(listLevels.item);

  function pushItem(item: string | number | null, i: number): void {
    repeated.push(i === 0 ? 0 : 1);
    defined.push(item === null ? listLevels.nullItem : listLevels.item);
    if (item !== null) values.push(item);
  }

  return {
    push(cell) {
      const list = cell as readonly (string | number | null)[] | null;
      if (list === null || list.length === 0) {
        repeated.push(0);
        defined.push(list === null ? listLevels.null : listLevels.empty);
      } else list.forEach(pushItem);
    },
    take() {
      const { count, full: valued, runs } = defined.take();
      return {
        count,
        nulls: count - valued,
        levels: [repeated.take().runs, runs],
        ...values.take(),
      };
    },
  };
}

function makeLevels(max: number) {
  let levels = new Uint8Array(firstLength);
  let count = 0;
  let full = 0;
  return {
    push(level: number): void {
      if (count === levels.length) levels = new Uint8Array(levels.buffer.transfer(2 * levels.byteLength));
      levels[count] = level;
      count += 1;
      if (level === max) full += 1;
    },
    take() {
      const taken = { count, full, runs: encodeRuns(levels.subarray(0, count), bitWidthOf(max)) };
      count = 0;
      full = 0;
      return taken;
    },
  };
}

function makeTexts(): Values {
  let places = new Int32Array(firstLength);
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
    push(value) {
      if (length === places.length) places = new Int32Array(places.buffer.transfer(2 * places.byteLength));
      places[length] = placeOf(value as string);
      length += 1;
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

function makeNumbers(encode: (numbers: Float64Array) => EncodedValues): Values {
  let numbers = new Float64Array(firstLength);
  let length = 0;
  return {
    push(value) {
      if (length === numbers.length)
        numbers = new Float64Array(numbers.buffer.transfer(2 * numbers.byteLength));
      // Also of a boolean.
      numbers[length] = Number(value);
      length += 1;
    },
    take() {
      const taken = encode(numbers.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}

function makeInt64s(): Values {
  let numbers = new BigInt64Array(firstLength);
  let length = 0;
  return {
    push(value) {
      if (length === numbers.length)
        numbers = new BigInt64Array(numbers.buffer.transfer(2 * numbers.byteLength));
      numbers[length] = value as bigint;
      length += 1;
    },
    take() {
      const taken = encodeInt64s(numbers.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}
