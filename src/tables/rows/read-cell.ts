/** A value of Graph's as a cell of its column's type. */
import { isKnownTime, parseGraphTimeMs } from '../../model/graph-time.ts';
import { parseDuration } from '../../model/graph-value.ts';
import type { Cell } from '../../model/table-schema.ts';
import type { ReadAs } from '../schema/column.ts';

/** `undefined`: the column's type cannot hold it. */
export type ReadCell = (value: unknown) => Cell | undefined;

export const readCell: Readonly<Record<ReadAs, ReadCell>> = {
  text: readText,
  texts: readTexts,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  time: readTime,
  number: readNumber,
  numbers: (value) => readList(value, readNumber),
  int32: readInt32,
  int32s: (value) => readList(value, readInt32),
  int64: readInt64,
  duration: readDuration,
  seconds(value) {
    const seconds = readNumber(value);
    return seconds === undefined ? undefined : seconds * 1000;
  },
};

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readTexts(value: unknown): Cell | undefined {
  return readList(value, readText);
}

function readList<Item extends string | number>(
  value: unknown,
  readItem: (item: unknown) => Item | undefined,
): (Item | null)[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item) => (item === null ? null : readItem(item)));
  return items.includes(undefined) ? undefined : (items as (Item | null)[]);
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function readInt32(value: unknown): number | undefined {
  return Number.isInteger(value) && value === ((value as number) | 0) ? (value as number) : undefined;
}

/** What a double that is a whole number may be at most, to fit into 64 bits. */
const int64Limit = 2 ** 63;

function readInt64(value: unknown): bigint | undefined {
  if (!Number.isInteger(value)) return undefined;
  const number = value as number;
  return number >= -int64Limit && number < int64Limit ? BigInt(number) : undefined;
}

/** Milliseconds since 1970. A moment that Graph does not know is null. */
export function readTime(value: unknown): number | null | undefined {
  const timeMs = parseGraphTimeMs(value);
  return timeMs !== undefined && !isKnownTime(value as string) ? null : timeMs;
}

export function readDuration(value: unknown): number | undefined {
  const durationMs = parseDuration(value);
  return durationMs !== undefined && Number.isFinite(durationMs) ? durationMs : undefined;
}
