/**
 * Values of a column as a data page has them: numbers and texts as they are, or as places in a dictionary. What is given
 * back may be a view of what was handed over.
 */
import { bitWidthOf, encodeRuns, packBits } from './run-length.ts';

export interface EncodedValues {
  /** Where values come often: each of them once. */
  dictionary: { size: number; bytes: Uint8Array } | undefined;
  bytes: Uint8Array;
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
    return { dictionary: undefined, bytes: writeTexts(inOrder), bounds };
  }
  return {
    dictionary: { size: texts.length, bytes: writeTexts(texts) },
    bytes: writePlaces(places, texts.length),
    bounds,
  };
}

export function encodeDoubles(numbers: Float64Array): EncodedValues {
  return encodeNumbers(numbers, (some) => bytesOf(some));
}

export function encodeInt32s(numbers: Int32Array): EncodedValues {
  return encodeNumbers(numbers, (some) => bytesOf(Int32Array.from(some)));
}

/** Milliseconds since 1970. */
export function encodeTimes(numbers: Float64Array): EncodedValues {
  const encoded = encodeNumbers(numbers, (some) => bytesOf(BigInt64Array.from(some, BigInt)));
  return { ...encoded, bounds: () => findBounds(Array.from(numbers, BigInt), byValue) };
}

/** 1 for true. */
export function encodeBooleans(numbers: Uint8Array): EncodedValues {
  const bytes = new Uint8Array(Math.ceil(numbers.length / 8));
  packBits(numbers, 1, bytes, 0);
  return { dictionary: undefined, bytes };
}

export function encodeInt64s(numbers: BigInt64Array): EncodedValues {
  return {
    dictionary: undefined,
    bytes: bytesOf(numbers),
    bounds: () => findBounds(numbers, byValue),
  };
}

function encodeNumbers<Numbers extends Float64Array | Int32Array>(
  numbers: Numbers,
  write: (numbers: Numbers | Float64Array) => Uint8Array,
): EncodedValues {
  const places = new Int32Array(numbers.length);
  const dictionary = new Map<number, number>();
  const most = numbers.length / 2;
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] as number;
    let place = dictionary.get(number);
    if (place === undefined) {
      place = dictionary.size;
      if (place > most) return { dictionary: undefined, bytes: write(numbers) };
      dictionary.set(number, place);
    }
    places[i] = place;
  }
  const size = dictionary.size;
  if (!isWorthDictionary(size, numbers.length)) return { dictionary: undefined, bytes: write(numbers) };
  return {
    dictionary: { size, bytes: write(Float64Array.from(dictionary.keys())) },
    bytes: writePlaces(places, size),
  };
}

function isWorthDictionary(size: number, length: number): boolean {
  return size > 0 && 2 * size <= length;
}

function writePlaces(places: Int32Array | Uint16Array, size: number): Uint8Array {
  const bitWidth = bitWidthOf(size - 1);
  return Buffer.concat([Uint8Array.of(bitWidth), encodeRuns(places, bitWidth)]);
}

/** Each after its length. */
function writeTexts(texts: readonly string[]): Uint8Array {
  const lengthBytes = 4;
  const maxBytesPerUnit = 3;
  const most = texts.reduce((sum, text) => sum + lengthBytes + maxBytesPerUnit * text.length, 0);
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  for (const text of texts) {
    const length = bytes.write(text, at + lengthBytes);
    at = bytes.writeUInt32LE(length, at) + length;
  }
  return bytes.subarray(0, at);
}

/** Parquet is little-endian, as is every machine that Node runs on. */
function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function findBounds<Value extends bigint | string>(
  values: Iterable<Value>,
  compare: (one: Value, other: Value) => number,
): Bounds | undefined {
  let found: { least: Value; greatest: Value } | undefined;
  for (const value of values) {
    found ??= { least: value, greatest: value };
    if (compare(value, found.least) < 0) found.least = value;
    if (compare(value, found.greatest) > 0) found.greatest = value;
  }
  return found;
}

function byValue(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other);
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
