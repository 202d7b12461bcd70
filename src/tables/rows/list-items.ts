/** The items of a list of Graph's; what stands there and is no list counts as a value that no column holds. */
import { listIn, valueIn } from '../../model/graph-value.ts';
import type { Tally } from './read-members.ts';

export function itemsOf(value: unknown, name: string, tally: Tally): unknown[] {
  countNoList(value, name, tally);
  return listIn(value, name);
}

export function countNoList(value: unknown, name: string, tally: Tally): void {
  const list = valueIn(value, name) ?? null;
  if (list !== null && !Array.isArray(list)) tally.unmapped += 1;
}
