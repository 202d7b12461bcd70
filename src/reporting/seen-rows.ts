/**
 * Which rows of a window were seen already. A row is remembered by 16 bytes of the SHA-256 of its key, in one piece of
 * memory: a day may have hundreds of thousands, and texts in a Set would take many times that.
 */
import { hash } from 'node:crypto';
import { giveBack } from '../model/give-back.ts';

export interface SeenRows {
  /** Whether a row of this key is seen for the first time. */
  add(key: string): boolean;
  /** Gives the memory back. */
  free(): void;
}

/** 32-bit words for a row. */
const words = 4;
const leastRows = 1024;

/** An open-addressed table, at most half of it full. */
export function makeSeenRows(): SeenRows {
  let table = new Uint32Array(2 * leastRows * words);
  let rows = 0;
  const digest = new Uint32Array(words);
  const digestBytes = Buffer.from(digest.buffer);

  function grow(): void {
    const larger = new Uint32Array(2 * table.length);
    for (let at = 0; at < table.length; at += words)
      if (table[at] !== 0) copyWords(table, at, larger, findPlace(larger, table, at));
    giveBack(table);
    table = larger;
  }

  return {
    add(key) {
      digestBytes.write(hash('sha256', key), 0, digestBytes.length, 'hex');
      // 0 says that a place is empty.
      digest[0] = (digest[0] ?? 0) | 1;
      const at = findPlace(table, digest, 0);
      if (table[at] !== 0) return false;
      copyWords(digest, 0, table, at);
      rows += 1;
      if (2 * words * rows > table.length) grow();
      return true;
    },
    free: () => giveBack(table),
  };
}

/** Where the digest at `from` is in the table, or the empty place where it belongs. */
function findPlace(table: Uint32Array, digests: Uint32Array, from: number): number {
  let at = ((digests[from + 1] ?? 0) * words) % table.length;
  while (table[at] !== 0 && !isSame(table, at, digests, from)) at = (at + words) % table.length;
  return at;
}

function isSame(table: Uint32Array, at: number, digests: Uint32Array, from: number): boolean {
  for (let word = 0; word < words; word += 1) if (table[at + word] !== digests[from + word]) return false;
  return true;
}

function copyWords(digests: Uint32Array, from: number, table: Uint32Array, at: number): void {
  for (let word = 0; word < words; word += 1) table[at + word] = digests[from + word] ?? 0;
}
