/** Texts, in bytes as a page has them: V8's heap holds on to those only that may be looked for. */
import { appendValues, type Bounds, type Dictionary, isWorthLooking } from './dictionary.ts';
import { withRoom } from './growing.ts';

/** Before each text: how many bytes it has. */
const lengthBytes = 4;
/** Of a UTF-16 code unit. */
const maxUtf8Bytes = 3;
const firstBytes = 1024;
const firstLength = 64;

export function makeTexts(): Dictionary {
  const known = new Map<string, number>();
  let bytes = Buffer.allocUnsafeSlow(firstBytes);
  /** Where each begins; one more, since the next begins where the last ends. */
  let starts = new Int32Array(firstLength);
  let size = 0;
  let looks = 0;
  let isLooking = true;
  // Neighbours have most texts in common, and the two ends of a medium have them in turn.
  let last = '';
  let lastPlace = -1;
  let before = '';
  let beforePlace = -1;

  function find(text: string): number {
    looks += 1;
    const place = known.get(text);
    if (place !== undefined) return place;
    known.set(text, size);
    isLooking = isWorthLooking(size + 1, looks);
    return push(text);
  }

  function push(text: string): number {
    const start = starts[size] as number;
    makeRoom(start + lengthBytes + maxUtf8Bytes * text.length);
    const length = bytes.write(text, start + lengthBytes);
    size += 1;
    starts = withRoom(starts, size + 1);
    starts[size] = bytes.writeUInt32LE(length, start) + length;
    return size - 1;
  }

  function makeRoom(length: number): void {
    if (length <= bytes.length) return;
    const longer = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, length));
    bytes.copy(longer);
    bytes = longer;
  }

  const startOf = (place: number) => starts[place] as number;
  const textAt = (place: number) => bytes.subarray(startOf(place) + lengthBytes, startOf(place + 1));

  return {
    placeOf(value) {
      const text = value as string;
      if (text === last && lastPlace >= 0) return lastPlace;
      if (text === before && beforePlace >= 0) return beforePlace;
      const place = isLooking ? find(text) : push(text);
      before = last;
      beforePlace = lastPlace;
      last = text;
      lastPlace = place;
      return place;
    },
    size: () => size,
    append: (page, places) => appendValues(page, places, bytes, startOf),
    bounds: (places) => findBounds(places, textAt),
    clear() {
      known.clear();
      size = 0;
      looks = 0;
      isLooking = true;
      lastPlace = -1;
      beforePlace = -1;
    },
  };
}

/** By their bytes. */
function findBounds(places: Int32Array, textAt: (place: number) => Uint8Array): Bounds | undefined {
  let found: { least: Uint8Array; greatest: Uint8Array } | undefined;
  for (const place of new Set(places)) {
    const text = textAt(place);
    found ??= { least: text, greatest: text };
    if (Buffer.compare(text, found.least) < 0) found.least = text;
    if (Buffer.compare(text, found.greatest) > 0) found.greatest = text;
  }
  return found && { least: found.least.slice(), greatest: found.greatest.slice() };
}
