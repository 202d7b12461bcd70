/** The items of a list of Graph's; what stands there and is no list counts as a value that no column holds. */
import type { Tally } from './read-members.ts';

export function itemsOf(value: unknown, name: string, tally: Tally): unknown[] {
  const list = (value as Record<string, unknown> | null | undefined)?.[name];
  if (Array.isArray(list)) return list;
  if (list !== undefined && list !== null) tally.unmapped += 1;
  return [];
}
