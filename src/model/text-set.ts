/**
 * Texts, each once, outside of V8's heap: as many strings would be several times their size, and make the heap grow by
 * as much again. Who took part in a large meeting is held so.
 */
import { makeGrowingBuffer } from './growing-buffer.ts';

/** What an array of texts can do as well. */
export interface Texts extends Iterable<string> {
  readonly length: number;
  at(place: number): string | undefined;
  includes(text: string): boolean;
}

export interface TextSet extends Texts {
  /** Gives the text's place, from 0 on, in the order in which they came. */
  add(text: string): number;
}

export function makeTextSet(): TextSet {
  /** In UTF-8, side by side; `ends` says where each is over. */
  const bytes = makeGrowingBuffer();
  let ends = new Uint32Array(32);
  let length = 0;
  /** By the hash of the text: its place + 1, or 0. At least half of it is free. */
  let slots = new Uint32Array(2 * ends.length);

  const startOf = (place: number) => (place === 0 ? 0 : (ends[place - 1] ?? 0));

  /** The slot that has the text at `[start, end)` of the bytes, or the free one where it belongs. */
  function findSlot(start: number, end: number): number {
    const all = bytes.memory;
    const last = slots.length - 1;
    for (let slot = hashOf(all, start, end) & last; ; slot = (slot + 1) & last) {
      const place = (slots[slot] ?? 0) - 1;
      if (place < 0 || all.compare(all, start, end, startOf(place), ends[place]) === 0) return slot;
    }
  }

  function grow(): void {
    const larger = new Uint32Array(2 * ends.length);
    larger.set(ends);
    ends = larger;
    slots = new Uint32Array(2 * ends.length);
    for (let place = 0; place < length; place += 1)
      slots[findSlot(startOf(place), ends[place] ?? 0)] = place + 1;
  }

  /** The slot of a text that is written behind the others. */
  function write(text: string): number {
    const start = bytes.length;
    bytes.addText(text);
    return findSlot(start, bytes.length);
  }

  function at(place: number): string | undefined {
    return place < length ? bytes.memory.toString('utf8', startOf(place), ends[place]) : undefined;
  }

  return {
    get length() {
      return length;
    },
    add(text) {
      if (length === ends.length) grow();
      const slot = write(text);
      const taken = slots[slot] ?? 0;
      if (taken > 0) {
        bytes.cut(startOf(length));
        return taken - 1;
      }
      ends[length] = bytes.length;
      length += 1;
      slots[slot] = length;
      return length - 1;
    },
    at,
    includes(text) {
      const slot = write(text);
      bytes.cut(startOf(length));
      return (slots[slot] ?? 0) > 0;
    },
    *[Symbol.iterator]() {
      for (let place = 0; place < length; place += 1) yield at(place) as string;
    },
  };
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
}
