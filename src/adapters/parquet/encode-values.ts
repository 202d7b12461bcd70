/** Values of a column as a data page has them: numbers and texts as they are, or as places in a dictionary. */
import type { PageBytes } from './page-bytes.ts';
import { bitWidthOf, maxRunBytes, packBits, putRuns } from './run-length.ts';

type Append = (page: PageBytes) => void;

/** To be appended before that changes of which it was made. */
export interface EncodedValues {
  /** Where values come often: each of them once. */
  dictionary: { size: number; append: Append } | undefined;
  append: Append;
  /** The least and the greatest, `undefined` of no values; of types by whose ranges files are queried. */
  bounds?: () => Bounds | undefined;
}

export interface Bounds {
  least: bigint | string;
  greatest: bigint | string;
}

/** `places`: for each value where it stands in `texts`. */
export function encodeTexts(places: Int32Array | Uint16Array, texts: readonly string[]): EncodedValues {
  const bounds = () => findBounds(texts, byBytes);
  if (!isWorthDictionary(texts.length, places.length)) {
    const inOrder = Array.from<number, string>(places, (place) => texts[place] as string);
    return { dictionary: undefined, append: (page) => appendTexts(page, inOrder), bounds };
  }
  return {
    dictionary: { size: texts.length, append: (page) => appendTexts(page, texts) },
    append: (page) => appendPlaces(page, places, texts.length),
    bounds,
  };
}

export function encodeDoubles(numbers: Float64Array): EncodedValues {
  return encodeNumbers(numbers, 8, (number, room, at) => room.writeDoubleLE(number, at));
}

export function encodeInt32s(numbers: Int32Array): EncodedValues {
  return encodeNumbers(numbers, 4, (number, room, at) => room.writeInt32LE(number, at));
}

/** Milliseconds since 1970. */
export function encodeTimes(numbers: Float64Array): EncodedValues {
  const encoded = encodeNumbers(numbers, 8, (number, room, at) => {
    // A 64-bit whole number without making a bigint of it.
    room.writeInt32LE(number | 0, at);
    return room.writeInt32LE(Math.floor(number / 2 ** 32), at + 4);
  });
  const bounds = () => {
    const found = findBounds(numbers, byValue);
    return found && { least: BigInt(found.least), greatest: BigInt(found.greatest) };
  };
  return { ...encoded, bounds };
}

/** 1 for true. */
export function encodeBooleans(numbers: Uint8Array): EncodedValues {
  const length = Math.ceil(numbers.length / 8);
  const append: Append = (page) =>
    page.append(length, (room) => {
      packBits(numbers, 1, room, 0);
      return length;
    });
  return { dictionary: undefined, append };
}

/** Parquet is little-endian, as is every machine that Node runs on. */
export function encodeInt64s(numbers: BigInt64Array): EncodedValues {
  const { buffer, byteOffset, byteLength } = numbers;
  const append: Append = (page) =>
    page.append(byteLength, (room) => {
      room.set(new Uint8Array(buffer, byteOffset, byteLength));
      return byteLength;
    });
  return { dictionary: undefined, append, bounds: () => findBounds(numbers, byValue) };
}

/** `put` writes one number of `size` bytes at a place, and gives the one after it. */
function encodeNumbers(
  numbers: Float64Array | Int32Array,
  size: number,
  put: (number: number, room: Buffer, at: number) => number,
): EncodedValues {
  const append = (page: PageBytes, some: Iterable<number>, count: number) =>
    page.append(count * size, (room) => {
      let at = 0;
      for (const number of some) at = put(number, room, at);
      return at;
    });
  const plain = () => ({
    dictionary: undefined,
    append: (page: PageBytes) => append(page, numbers, numbers.length),
  });
  const places = new Int32Array(numbers.length);
  const dictionary = new Map<number, number>();
  const most = numbers.length / 2;
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] as number;
    let place = dictionary.get(number);
    if (place === undefined) {
      place = dictionary.size;
      if (place > most) return plain();
      dictionary.set(number, place);
    }
    places[i] = place;
  }
  const distinct = dictionary.size;
  if (!isWorthDictionary(distinct, numbers.length)) return plain();
  return {
    dictionary: { size: distinct, append: (page) => append(page, dictionary.keys(), distinct) },
    append: (page) => appendPlaces(page, places, distinct),
  };
}

function isWorthDictionary(size: number, length: number): boolean {
  return size > 0 && 2 * size <= length;
}

function appendPlaces(page: PageBytes, places: Int32Array | Uint16Array, size: number): void {
  const bitWidth = bitWidthOf(size - 1);
  page.append(1 + maxRunBytes(places.length, bitWidth), (room) =>
    putRuns(places, bitWidth, room, room.writeUInt8(bitWidth)),
  );
}

/** Each after its length. */
function appendTexts(page: PageBytes, texts: readonly string[]): void {
  const lengthBytes = 4;
  const most = texts.reduce((sum, text) => sum + lengthBytes + Buffer.byteLength(text), 0);
  page.append(most, (room) => {
    let at = 0;
    for (const text of texts) {
      const length = room.write(text, at + lengthBytes);
      at = room.writeUInt32LE(length, at) + length;
    }
    return at;
  });
}

function findBounds<Value extends bigint | number | string>(
  values: Iterable<Value>,
  compare: (one: Value, other: Value) => number,
): { least: Value; greatest: Value } | undefined {
  let found: { least: Value; greatest: Value } | undefined;
  for (const value of values) {
    found ??= { least: value, greatest: value };
    if (compare(value, found.least) < 0) found.least = value;
    if (compare(value, found.greatest) > 0) found.greatest = value;
  }
  return found;
}

function byValue<Value extends bigint | number>(one: Value, other: Value): number {
  return one < other ? -1 : Number(one > other);
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
