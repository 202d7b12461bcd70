/**
 * A small seeded generator of pseudo-random numbers (sfc32, seeded by FNV-1a of the given parts): the same
 * parts give the same numbers on every machine.
 */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: T[]): void;
  hex(digits: number): string;
  guid(): string;
}

export function makeRandom(...parts: readonly (string | number)[]): Random {
  const next = sfc32(parts.join(' '));
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += int(0, 0xffff).toString(16).padStart(4, '0');
    return text.slice(0, digits);
  };
  return {
    next,
    int,
    chance: (share) => share > 0 && next() < share,
    pick(items) {
      const index = int(0, items.length - 1);
      if (index >= items.length) throw new RangeError('Nothing to pick from');
      return items[index] as (typeof items)[number];
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last -= 1) {
        const other = int(0, last);
        const [a, b] = [items[last], items[other]];
        if (a !== undefined && b !== undefined) [items[last], items[other]] = [b, a];
      }
    },
    hex,
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(0, 3)]}${hex(3)}-${hex(12)}`,
  };
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = [fnv1a(`a${seed}`), fnv1a(`b${seed}`), fnv1a(`c${seed}`), 1];
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash | 0;
}
