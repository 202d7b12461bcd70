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

/** Appends values that stand in `bytes` as a page has them; neighbours at once. A value ends where the next begins. */
export function appendValues(
  page: PageBytes,
  places: Int32Array,
  bytes: Buffer,
  startOf: (place: number) => number,
): void {
  const { length } = places;
  let most = 0;
  for (const place of places) most += startOf(place + 1) - startOf(place);
  page.append(most, (room) => {
    let at = 0;
    for (let from = 0, to = 0; from < length; from = to) {
      const first = places[from] as number;
      do to += 1;
      while (to < length && places[to] === first + to - from);
      at += bytes.copy(room, at, startOf(first), startOf(first + to - from));
    }
    return at;
  });
}
