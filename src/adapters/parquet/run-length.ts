/**
 * Parquet's hybrid of runs and packed bits, in which levels, dictionary indexes and flags stand:
 * parquet.apache.org/docs/file-format/data-pages/encodings.
 */

const group = 8;

type Levels = Int32Array | Uint16Array | Uint8Array;

/** What `putRuns` writes at most. */
export function maxRunBytes(length: number, bitWidth: number): number {
  // A run takes at most nine bytes, and stands for a group at least; so does the head of packed groups.
  return Math.ceil(length / group) * (bitWidth + 2 * 9) + group;
}

/**
 * Eight equal values or more, from a multiple of eight on, become a run; what is between runs is packed. Written from
 * `start` on; gives the place after it.
 */
export function putRuns(values: Levels, bitWidth: number, out: Uint8Array, start: number): number {
  const { length } = values;
  let at = start;
  let packedFrom = 0;

  const putPacked = (until: number) => {
    if (until === packedFrom) return;
    const groups = Math.ceil((until - packedFrom) / group);
    at = putVarInt(out, at, (groups << 1) | 1);
    // The last group may have fewer values.
    out.fill(0, at, at + groups * bitWidth);
    packBits(values.subarray(packedFrom, until), bitWidth, out, at);
    at += groups * bitWidth;
  };

  for (let i = 0; i < length; ) {
    const value = values[i] as number;
    let end = i + 1;
    while (end < length && values[end] === value) end += 1;
    if (end - i < group) {
      i += group;
      continue;
    }
    putPacked(i);
    at = putVarInt(out, at, (end - i) << 1);
    for (let shift = 0; shift < bitWidth; shift += 8) {
      out[at] = value >>> shift;
      at += 1;
    }
    i = end;
    packedFrom = end;
  }
  putPacked(length);
  return at;
}

/** From the lowest bit of each byte on; `bitWidth` at most 24. */
export function packBits(values: Levels, bitWidth: number, out: Uint8Array, start: number): void {
  let at = start;
  let bits = 0;
  let used = 0;
  for (let i = 0; i < values.length; i += 1) {
    bits |= (values[i] as number) << used;
    used += bitWidth;
    while (used >= 8) {
      out[at] = bits;
      at += 1;
      bits >>>= 8;
      used -= 8;
    }
  }
  if (used > 0) out[at] = bits;
}

/** How many bits the numbers from 0 to `max` take. */
export function bitWidthOf(max: number): number {
  return 32 - Math.clz32(max);
}

function putVarInt(out: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) {
    out[at] = rest | 0x80;
    at += 1;
  }
  out[at] = rest;
  return at + 1;
}
