/**
 * Bytes that come in parts, put side by side in one piece of memory that is reused. Bought for the benchmark's `memory-big`:
 * a meeting of 10,000 passes through one segment's memory.
 */
import { giveBack } from './give-back.ts';

export interface GrowingBuffer {
  readonly length: number;
  /** Appends a copy of the part. */
  add(part: Uint8Array): void;
  /** The same with a text, in UTF-8. */
  addText(text: string): void;
  /** A view of what is there, good until the next part is added. */
  bytes(): Buffer;
  clear(): void;
  /** Clears it and gives its memory back. */
  free(): void;
}

const minBytes = 4096;

/** At most this many bytes of UTF-8 for a unit of a text's length. */
const maxUnitBytes = 3;

export function makeGrowingBuffer(): GrowingBuffer {
  let memory = Buffer.alloc(0);
  let length = 0;

  function makeRoom(moreBytes: number): void {
    if (length + moreBytes <= memory.length) return;
    const needed = length + moreBytes;
    // Not in Node's pool: whatever is kept there keeps 64 KiB. And with room for what follows a first large part.
    const larger = Buffer.allocUnsafeSlow(Math.max(minBytes, needed + (needed >> 2), 2 * memory.length));
    larger.set(memory.subarray(0, length));
    giveBack(memory);
    memory = larger;
  }

  return {
    get length() {
      return length;
    },
    add(part) {
      makeRoom(part.length);
      memory.set(part, length);
      length += part.length;
    },
    addText(text) {
      makeRoom(maxUnitBytes * text.length);
      length += memory.write(text, length);
    },
    bytes: () => memory.subarray(0, length),
    clear() {
      length = 0;
    },
    free() {
      giveBack(memory);
      memory = Buffer.alloc(0);
      length = 0;
    },
  };
}
