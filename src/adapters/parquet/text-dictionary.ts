/** Texts, each once. */
import { type Bounds, type Dictionary, isWorthLooking } from './dictionary.ts';

export function makeTexts(): Dictionary {
  const texts: string[] = [];
  const known = new Map<string, number>();
  // Neighbours have most texts in common, and the two ends of a medium have them in turn.
  let last = '';
  let lastPlace = -1;
  let before = '';
  let beforePlace = -1;

  let looks = 0;
  let isLooking = true;

  function find(text: string): number {
    if (isLooking) {
      looks += 1;
      const place = known.get(text);
      if (place !== undefined) return place;
      known.set(text, texts.length);
      isLooking = isWorthLooking(texts.length + 1, looks);
    }
    return texts.push(text) - 1;
  }

  return {
    placeOf(value) {
      const text = value as string;
      if (text === last && lastPlace >= 0) return lastPlace;
      const place = text === before && beforePlace >= 0 ? beforePlace : find(text);
      before = last;
      beforePlace = lastPlace;
      last = text;
      lastPlace = place;
      return place;
    },
    size: () => texts.length,
    append(page, places) {
      let most = 0;
      for (const place of places) most += lengthBytes + maxUtf8Bytes * (texts[place] as string).length;
      page.append(most, (room) => {
        let at = 0;
        for (const place of places) {
          const length = room.write(texts[place] as string, at + lengthBytes);
          at = room.writeUInt32LE(length, at) + length;
        }
        return at;
      });
    },
    bounds: (places) => findBounds(texts, places),
    clear() {
      texts.length = 0;
      known.clear();
      looks = 0;
      isLooking = true;
      lastPlace = -1;
      beforePlace = -1;
    },
  };
}

/** Before each text. */
const lengthBytes = 4;
/** Of a UTF-16 code unit. */
const maxUtf8Bytes = 3;

/** By their bytes. */
function findBounds(texts: readonly string[], places: Int32Array): Bounds | undefined {
  let found: { least: Uint8Array; greatest: Uint8Array } | undefined;
  for (const place of new Set(places)) {
    const bytes = Buffer.from(texts[place] as string);
    found ??= { least: bytes, greatest: bytes };
    if (Buffer.compare(bytes, found.least) < 0) found.least = bytes;
    if (Buffer.compare(bytes, found.greatest) > 0) found.greatest = bytes;
  }
  return found;
}
