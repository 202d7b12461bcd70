/** One version of a call record, held as raw JSON text so that every byte that is served is known. */
import { memberName } from './raw-json.ts';

/** Items that may be made on demand: a meeting with 10,000 sessions need not be in memory. */
export interface ItemSource {
  readonly count: number;
  /** The raw JSON text of an item; the same text each time. */
  at(index: number): string;
}

export interface SimulatedRecord {
  readonly id: string;
  /** Digits; may exceed 2^53. */
  readonly version: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  /** Raw `"name":value` members before `sessions`, without `@odata.context`. */
  readonly head: readonly string[];
  readonly sessions: readonly string[] | ItemSource;
  readonly participants: readonly string[] | ItemSource;
  /** Raw members after `sessions`. */
  readonly tail: readonly string[];
}

export function itemSource(items: readonly string[] | ItemSource): ItemSource {
  if ('at' in items && 'count' in items) return items;
  return {
    count: items.length,
    at(index) {
      const item = items[index];
      if (item === undefined) throw new RangeError(`No item ${index} of ${items.length}`);
      return item;
    },
  };
}

export function sliceItems(items: ItemSource, from: number, to: number): string[] {
  const slice: string[] = [];
  for (let index = from; index < Math.min(to, items.count); index += 1) slice.push(items.at(index));
  return slice;
}

/** Members of that name are served where they stand, except with the participants themselves. */
export function isParticipantsMember(raw: string): boolean {
  return memberName(raw) === 'participants_v2';
}
