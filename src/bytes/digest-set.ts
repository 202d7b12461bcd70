/**
 * A set of keys, each held as 16 bytes of its SHA-256, outside V8's heap. Bought for the memory figure of
 * `npm run bench:reports`: 300,000 rows take 17 MB; as a set of strings, 35 MB.
 */
import { hash } from 'node:crypto';
import { giveBack } from './give-back.ts';

export interface DigestSet {
  /** Whether the key was not in the set before. */
  add(key: string): boolean;
  /** Gives the memory back. */
  free(): void;
}

/** 32-bit words of a digest. */
const words = 4;
const minKeys = 1024;

/** An open-addressed table, at most half of it full. */
export function makeDigestSet(): DigestSet {
  let table = new Uint32Array(2 * minKeys * words);
  let keys = 0;
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
      keys += 1;
      if (2 * words * keys > table.length) grow();
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
