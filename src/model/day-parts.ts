/**
 * How a day's tables are cut into files: one part, 16 or 256, by the leading hex digits of the call id. The numbers of the
 * three ways do not meet: 0; 1 to 16; 17 to 272. So a day that gets more parts has new files beside its old ones.
 */

const firstParts = [0, 1, 17] as const;
/** About so many records are in a part. */
const recordsAPart = 20_000;

/** Hex digits of the call id that tell the parts: 0, 1 or 2. */
export type PartDigits = 0 | 1 | 2;

/** Never fewer than the day already has. */
export function chooseDigits(records: number, atLeast: PartDigits = 0): PartDigits {
  const wanted = records <= recordsAPart ? 0 : records <= 16 * recordsAPart ? 1 : 2;
  return Math.max(wanted, atLeast) as PartDigits;
}

/** Every part of a day that is cut this way. */
export function listParts(digits: PartDigits): number[] {
  return Array.from({ length: 16 ** digits }, (_, i) => firstParts[digits] + i);
}

export function digitsOf(part: number): PartDigits {
  return part < firstParts[1] ? 0 : part < firstParts[2] ? 1 : 2;
}

/** How the call ids of a part begin. */
export function prefixOf(part: number): string {
  const digits = digitsOf(part);
  return digits === 0 ? '' : (part - firstParts[digits]).toString(16).padStart(digits, '0');
}

/** The blob's name in the container `call-tables`. */
export function tablePath(table: string, day: string, part: number): string {
  return `${tablePrefix(table, day)}part-${part}.parquet`;
}

export function tablePrefix(table: string, day: string): string {
  return `${table}/date=${day}/`;
}

/** The part that a name says; `undefined` when it is not a file of a table. */
export function parseTablePart(path: string): number | undefined {
  const [, digits] = /\/date=\d{4}-\d\d-\d\d\/part-(\d{1,3})\.parquet$/.exec(path) ?? [];
  const part = Number(digits);
  return part <= 272 ? part : undefined;
}
