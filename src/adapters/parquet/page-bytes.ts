/** The bytes of one page after the other, in room that is used again: what is allocated for each page, V8 frees late. */

export interface PageBytes {
  /** `write` is handed room for `most` bytes, with anything in it, and says how many it wrote. */
  append(most: number, write: (room: Buffer) => number): void;
  /** The page, to be used before the next is begun. */
  take(): Uint8Array;
}

export function makePageBytes(): PageBytes {
  let bytes = Buffer.allocUnsafeSlow(0);
  let length = 0;
  return {
    append(most, write) {
      if (length + most > bytes.length) {
        const longer = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, length + most));
        bytes.copy(longer, 0, 0, length);
        bytes = longer;
      }
      length += write(bytes.subarray(length, length + most));
    },
    take() {
      const page = bytes.subarray(0, length);
      length = 0;
      return page;
    },
  };
}
