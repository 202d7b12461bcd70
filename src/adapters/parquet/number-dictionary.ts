/** Numbers, in 32-bit words as a page has them. The hash table is outside of the heap: V8's own makes an object of each number. */
import type { Cell } from '../../model/table-schema.ts';
import { appendValues, type Bounds, type Dictionary, isWorthLooking } from './dictionary.ts';
import { type Growing, withRoom } from './growing.ts';

/** The same bytes three times. Parquet is little-endian, as is every machine that Node runs on. */
interface Views {
  words: Int32Array;
  doubles: Float64Array;
  bigints: BigInt64Array;
}

/** How one number is put into words. */
interface NumberType {
  words: 1 | 2;
  put(one: Views, value: Cell): void;
  hasBounds?: boolean;
}

const doubles: NumberType = {
  words: 2,
  put(one, value) {
    one.doubles[0] = value as number;
  },
};

const int32s: NumberType = {
  words: 1,
  put(one, value) {
    one.words[0] = value as number;
  },
};

const int64s: NumberType = {
  words: 2,
  put(one, value) {
    one.bigints[0] = value as bigint;
  },
  hasBounds: true,
};

/** Milliseconds since 1970, as a 64-bit whole number, without making a bigint of it. */
const times: NumberType = {
  words: 2,
  put(one, value) {
    one.words[0] = (value as number) | 0;
    one.words[1] = Math.floor((value as number) / 2 ** 32);
  },
  hasBounds: true,
};

export const makeDoubles = () => makeNumbers(doubles);
export const makeInt32s = () => makeNumbers(int32s);
export const makeInt64s = () => makeNumbers(int64s);
export const makeTimes = () => makeNumbers(times);

/** A power of 2. */
const firstSlots = 64;

function makeNumbers({ words: wordsEach, put, hasBounds = false }: NumberType): Dictionary {
  let numbers: Growing<Int32Array> = new Int32Array(firstSlots);
  let size = 0;
  /** At least twice as many as numbers: 0 where free, else 1 more than the place of a number. */
  let slots = new Int32Array(firstSlots);
  let looks = 0;
  let isLooking = true;
  const one = makeViews(new ArrayBuffer(8));

  function find(): number {
    looks += 1;
    const slot = findSlot(one.words[0] as number, one.words[1] as number);
    const known = slots[slot] as number;
    if (known > 0) return known - 1;
    const place = push();
    slots[slot] = size;
    isLooking = isWorthLooking(size, looks);
    if (2 * size === slots.length) growSlots();
    return place;
  }

  const low = (place: number) => numbers[wordsEach * place] as number;
  const high = (place: number) => (wordsEach === 1 ? 0 : (numbers[2 * place + 1] as number));

  /** Where a number of these words is, or is to be. */
  function findSlot(ownLow: number, ownHigh: number): number {
    const mask = slots.length - 1;
    for (let slot = hash(ownLow, ownHigh) & mask; ; slot = (slot + 1) & mask) {
      const place = (slots[slot] as number) - 1;
      if (place < 0 || (low(place) === ownLow && high(place) === ownHigh)) return slot;
    }
  }

  function growSlots(): void {
    slots = new Int32Array(2 * slots.length);
    for (let place = 0; place < size; place += 1) slots[findSlot(low(place), high(place))] = place + 1;
  }

  function push(): number {
    numbers = withRoom(numbers, 2 * size + 2);
    const at = wordsEach * size;
    numbers[at] = one.words[0] as number;
    if (wordsEach === 2) numbers[at + 1] = one.words[1] as number;
    size += 1;
    return size - 1;
  }

  const startOf = (place: number) => place * wordsEach * Int32Array.BYTES_PER_ELEMENT;

  return {
    placeOf(value) {
      put(one, value);
      return isLooking ? find() : push();
    },
    size: () => size,
    append: (page, places) => appendValues(page, places, Buffer.from(numbers.buffer), startOf),
    ...(hasBounds && { bounds: (places) => findBounds(makeViews(numbers.buffer).bigints, places) }),
    clear() {
      size = 0;
      slots.fill(0);
      looks = 0;
      isLooking = true;
    },
  };
}

function findBounds(values: BigInt64Array, places: Int32Array): Bounds | undefined {
  if (places.length === 0) return undefined;
  let least = values[places[0] as number] as bigint;
  let greatest = least;
  for (const place of places) {
    const value = values[place] as bigint;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}

function makeViews(buffer: ArrayBuffer): Views {
  return {
    words: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
    bigints: new BigInt64Array(buffer),
  };
}

/** Of small whole numbers only the highest bits of a double differ. */
function hash(low: number, high: number): number {
  const mixed = Math.imul(high ^ Math.imul(low, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
