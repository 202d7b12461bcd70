/**
 * Texts, each once, outside of V8's heap: as many strings would be several times their size, and make the heap grow by
 * as much again. Who took part in a large meeting is held so.
 */

/** What an array of texts can do as well. */
export interface Texts extends Iterable<string> {
  readonly length: number;
  at(place: number): string | undefined;
  includes(text: string): boolean;
}

export interface TextSet extends Texts {
  /** Gives the text's place, from 0 on, in the order in which they came. Throws when it is over 16 KiB. */
  add(text: string): number;
}

/** Memory is taken in pieces: one that grows would be there twice, and could not lie where others were before. */
const pieceBytes = 16 * 1024;
/**
 * Only the first piece grows, from this on: most calls have two people, and V8 collects everything there is when
 * enough memory outside of its heap was taken.
 */
const leastBytes = 1024;

export function makeTextSet(): TextSet {
  /** The texts in UTF-8, side by side; none stands in two pieces. */
  const pieces: Buffer[] = [];
  /** Where each text begins, counted over all pieces, and its length. */
  let starts = new Uint32Array(8);
  let sizes = new Uint16Array(8);
  let length = 0;
  let end = 0;
  /** By the hash of the text: its place + 1, or 0. At least half of it is free. */
  let slots = new Uint32Array(2 * starts.length);

  const startOf = (place: number) => starts[place] ?? 0;
  const sizeOf = (place: number) => sizes[place] ?? 0;
  const pieceAt = (start: number) => pieces[Math.floor(start / pieceBytes)] as Buffer;

  /** Writes the text behind the others, where it counts only when it is noted. */
  function write(text: string): { start: number; size: number } {
    const size = Buffer.byteLength(text);
    if (size > pieceBytes) throw new Error(`Keeping a text: it has ${size} bytes, over ${pieceBytes}`);
    const isFull = (end % pieceBytes) + size > pieceBytes;
    const start = isFull ? Math.ceil(end / pieceBytes) * pieceBytes : end;
    makeRoom(start, size);
    pieceAt(start).write(text, start % pieceBytes);
    return { start, size };
  }

  function makeRoom(start: number, size: number): void {
    const place = Math.floor(start / pieceBytes);
    const piece = pieces[place];
    const needed = (start % pieceBytes) + size;
    if (piece && piece.length >= needed) return;
    const enough = 2 ** Math.ceil(Math.log2(needed));
    const larger = Buffer.allocUnsafeSlow(place > 0 ? pieceBytes : Math.max(leastBytes, enough));
    if (piece) larger.set(piece);
    pieces[place] = larger;
  }

  /** The slot that has the text that is written there, or the free one where it belongs. */
  function findSlot({ start, size }: { start: number; size: number }): number {
    const piece = pieceAt(start);
    const from = start % pieceBytes;
    const last = slots.length - 1;
    for (let slot = hashOf(piece, from, from + size) & last; ; slot = (slot + 1) & last) {
      const place = (slots[slot] ?? 0) - 1;
      if (place < 0) return slot;
      const other = startOf(place) % pieceBytes;
      const isSame =
        sizeOf(place) === size &&
        piece.compare(pieceAt(startOf(place)), other, other + size, from, from + size) === 0;
      if (isSame) return slot;
    }
  }

  function grow(): void {
    const [fewerStarts, fewerSizes] = [starts, sizes];
    starts = new Uint32Array(2 * fewerStarts.length);
    sizes = new Uint16Array(starts.length);
    starts.set(fewerStarts);
    sizes.set(fewerSizes);
    slots = new Uint32Array(2 * starts.length);
    for (let place = 0; place < length; place += 1)
      slots[findSlot({ start: startOf(place), size: sizeOf(place) })] = place + 1;
  }

  function at(place: number): string | undefined {
    if (place >= length) return undefined;
    const from = startOf(place) % pieceBytes;
    return pieceAt(startOf(place)).toString('utf8', from, from + sizeOf(place));
  }

  return {
    get length() {
      return length;
    },
    add(text) {
      if (length === starts.length) grow();
      const written = write(text);
      const slot = findSlot(written);
      const taken = slots[slot] ?? 0;
      if (taken > 0) return taken - 1;
      starts[length] = written.start;
      sizes[length] = written.size;
      end = written.start + written.size;
      length += 1;
      slots[slot] = length;
      return length - 1;
    },
    at,
    includes: (text) => (slots[findSlot(write(text))] ?? 0) > 0,
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
