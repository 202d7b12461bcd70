/** The cells of one column in the blocks of a row group, until the group is written: of each, where it is in a dictionary. */
import type { Block, Cell, CellType } from '../../model/table-schema.ts';
import type { Dictionary } from './dictionary.ts';
import { makeFlags } from './flags.ts';
import { withRoom } from './growing.ts';
import type { LevelRoom } from './level-room.ts';
import { makeDoubles, makeInt32s, makeInt64s, makeTimes } from './number-dictionary.ts';
import { bitWidthOf } from './run-length.ts';
import { makeTexts } from './text-dictionary.ts';

/** A column of one row group, but for heads and compression. */
export interface ColumnData {
  /** Values and nulls; of lists, those in all of them, and one for a list that is null or empty. */
  count: number;
  /** Where lists begin and where nulls are: they stand in this order before the values. */
  levels: { values: Uint8Array; bitWidth: number }[];
  dictionary: Dictionary;
  /** Of each value, in the dictionary. */
  places: Int32Array;
}

export interface ColumnCells {
  /** Takes this column's cells of all these blocks. */
  push(blocks: readonly Block[], index: number): void;
  /** The column of rows that have these of the blocks. It is made in `room`. */
  lay(blocks: Uint16Array, room: LevelRoom): ColumnData;
  clear(): void;
}

const dictionaries = {
  text: makeTexts,
  number: makeDoubles,
  int32: makeInt32s,
  int64: makeInt64s,
  time: makeTimes,
  boolean: makeFlags,
};
const listed = { texts: 'text', numbers: 'number', int32s: 'int32' } as const;

export function makeColumnCells(type: CellType): ColumnCells {
  switch (type) {
    case 'texts':
    case 'numbers':
    case 'int32s':
      return makeLists(dictionaries[listed[type]]());
    default:
      return makeCells(dictionaries[type]());
  }
}

const firstLength = 64;

function makeCells(dictionary: Dictionary): ColumnCells {
  /** For each block 0 where the cell is null, else 1 more than its place. */
  let entries = new Uint16Array(firstLength);
  let length = 0;
  return {
    push(blocks, index) {
      entries = withRoom(entries, length + blocks.length);
      for (const block of blocks) {
        const cell = block[index] as Cell;
        entries[length] = cell === null ? 0 : 1 + dictionary.placeOf(cell);
        length += 1;
      }
    },
    lay(blocks, room) {
      const count = blocks.length;
      const { defined, places } = room.open(count);
      let values = 0;
      for (let row = 0; row < count; row += 1) {
        const entry = entries[blocks[row] as number] as number;
        const level = entry === 0 ? 0 : 1;
        defined[row] = level;
        // Of a null, until the next value is written over it.
        places[values] = entry - 1;
        values += level;
      }
      return {
        count,
        levels: [{ values: defined.subarray(0, count), bitWidth: 1 }],
        dictionary,
        places: places.subarray(0, values),
      };
    },
    clear() {
      length = 0;
      dictionary.clear();
    },
  };
}

/** Of a list that is null, or empty; of an item that is null, or is not. */
const listLevels = { null: 0, empty: 1, nullItem: 2, item: 3 };

function makeLists(dictionary: Dictionary): ColumnCells {
  /** For each item, and each list without any, its level; where it is a value, that and its place. */
  let entries = new Int32Array(firstLength);
  /** Where each block's entries end. */
  let ends = new Int32Array(firstLength);
  let blocksSeen = 0;
  let length = 0;

  function pushList(list: readonly Cell[] | null) {
    if (list === null || list.length === 0) pushEntry(list === null ? listLevels.null : listLevels.empty);
    else
      for (const item of list)
        pushEntry(item === null ? listLevels.nullItem : listLevels.item + dictionary.placeOf(item));
  }

  function pushEntry(entry: number): void {
    entries = withRoom(entries, length + 1);
    entries[length] = entry;
    length += 1;
  }

  const startOf = (block: number) => (block === 0 ? 0 : (ends[block - 1] as number));

  return {
    push(blocks, index) {
      ends = withRoom(ends, blocksSeen + blocks.length);
      for (const block of blocks) {
        pushList(block[index] as readonly Cell[] | null);
        ends[blocksSeen] = length;
        blocksSeen += 1;
      }
    },
    lay(blocks, room) {
      const count = blocks.reduce((sum, block) => sum + (ends[block] as number) - startOf(block), 0);
      const { repeated, defined, places } = room.open(count);
      let at = 0;
      let values = 0;
      for (const block of blocks) {
        const start = startOf(block);
        for (let i = start; i < (ends[block] as number); i += 1) {
          const entry = entries[i] as number;
          repeated[at] = i === start ? 0 : 1;
          defined[at] = Math.min(entry, listLevels.item);
          at += 1;
          if (entry < listLevels.item) continue;
          places[values] = entry - listLevels.item;
          values += 1;
        }
      }
      return {
        count,
        levels: [
          { values: repeated.subarray(0, count), bitWidth: 1 },
          { values: defined.subarray(0, count), bitWidth: bitWidthOf(listLevels.item) },
        ],
        dictionary,
        places: places.subarray(0, values),
      };
    },
    clear() {
      blocksSeen = 0;
      length = 0;
      dictionary.clear();
    },
  };
}
