/** Bytes that come in parts, side by side in one piece of memory that is used again and again. */

export interface GrowingBuffer {
  readonly length: number;
  /** Copies the part behind what is there. */
  add(part: Uint8Array): void;
  /** A view of what is there, good until the next part is added. */
  bytes(): Buffer;
  clear(): void;
}

export function makeGrowingBuffer(): GrowingBuffer {
  let memory = Buffer.alloc(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(part) {
      if (length + part.length > memory.length) {
        const larger = Buffer.allocUnsafe(Math.max(length + part.length, 2 * memory.length));
        larger.set(memory.subarray(0, length));
        memory = larger;
      }
      memory.set(part, length);
      length += part.length;
    },
    bytes: () => memory.subarray(0, length),
    clear() {
      length = 0;
    },
  };
}
