/** The values of a column, in the order in which they first came: each once, but where next to none comes twice. */
import type { Cell } from '../../model/table-schema.ts';
import type { PageBytes } from './page-bytes.ts';

export interface Dictionary {
  /** Where this value stands, from 0 on. */
  placeOf(value: Cell): number;
  size(): number;
  /** Appends the values at these places. */
  append(page: PageBytes, places: Int32Array): void;
  /** The least and the greatest at these places, `undefined` of none; of types by whose ranges files are queried. */
  bounds?(places: Int32Array): Bounds | undefined;
  clear(): void;
}

export interface Bounds {
  least: bigint | Uint8Array;
  greatest: bigint | Uint8Array;
}

/** Whether looking is worth while: not where as many values as these had to be looked for hardly more often than once. */
export function isWorthLooking(size: number, looks: number): boolean {
  const enoughToTell = 1000;
  return size !== enoughToTell || looks >= 2 * size;
}
