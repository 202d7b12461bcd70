/** Bytes that come in parts, side by side in one piece of memory that is used again and again. */
import { giveBack } from './give-back.ts';

export interface GrowingBuffer {
  readonly length: number;
  /** Copies the part behind what is there. */
  add(part: Uint8Array): void;
  /** The same with a text, in UTF-8. */
  addText(text: string): void;
  /** A view of what is there, good until the next part is added. */
  bytes(): Buffer;
  clear(): void;
  /** Clears it and gives its memory back. */
  free(): void;
}

const leastBytes = 4096;

/** UTF-8 takes so many bytes at most for a unit of a text's length. */
const longestUnit = 3;

export function makeGrowingBuffer(): GrowingBuffer {
  let memory = Buffer.alloc(0);
  let length = 0;

  function makeRoom(moreBytes: number): void {
    if (length + moreBytes <= memory.length) return;
    const needed = length + moreBytes;
    // Not in Node's pool: whatever is kept there keeps 64 KiB. And with room for what follows a first large part.
    const larger = Buffer.allocUnsafeSlow(Math.max(leastBytes, needed + (needed >> 2), 2 * memory.length));
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
      makeRoom(longestUnit * text.length);
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
