/** Numbers, found by their 64 bits. The hash table is outside of the heap: V8's own makes an object of each number. */
import { type Bounds, type Dictionary, isWorthLooking } from './dictionary.ts';
import { type Growing, withRoom } from './growing.ts';

/** The same numbers, as what they are and as bits. Parquet is little-endian, as is every machine that Node runs on. */
interface Views {
  doubles: Growing<Float64Array>;
  bigints: BigInt64Array;
  words: Int32Array;
}

/** How numbers of a type stand in a page. */
interface NumberType {
  sizeBytes: number;
  put(numbers: Views, place: number, room: Buffer, at: number): void;
  bounds?(numbers: Views, places: Int32Array): Bounds | undefined;
}

export function makeDoubles(): Dictionary {
  return makeNumbers({ sizeBytes: 8, put: putBits });
}

export function makeInt32s(): Dictionary {
  return makeNumbers({
    sizeBytes: 4,
    put: ({ doubles }, place, room, at) => void room.writeInt32LE(doubles[place] as number, at),
  });
}

export function makeInt64s(): Dictionary {
  return makeNumbers({
    sizeBytes: 8,
    put: putBits,
    bounds: ({ bigints }, places) => findBounds(bigints, places),
  });
}

/** Milliseconds since 1970. */
export function makeTimes(): Dictionary {
  return makeNumbers({
    sizeBytes: 8,
    put({ doubles }, place, room, at) {
      const time = doubles[place] as number;
      // A 64-bit whole number without making a bigint of it.
      room.writeInt32LE(time | 0, at);
      room.writeInt32LE(Math.floor(time / 2 ** 32), at + 4);
    },
    bounds({ doubles }, places) {
      const found = findBounds(doubles, places);
      return found && { least: BigInt(found.least), greatest: BigInt(found.greatest) };
    },
  });
}

function putBits({ words }: Views, place: number, room: Buffer, at: number): void {
  room.writeInt32LE(words[2 * place] as number, at);
  room.writeInt32LE(words[2 * place + 1] as number, at + 4);
}

function findBounds<Value extends bigint | number>(
  values: ArrayLike<Value>,
  places: Int32Array,
): { least: Value; greatest: Value } | undefined {
  if (places.length === 0) return undefined;
  let least = values[places[0] as number] as Value;
  let greatest = least;
  for (const place of places) {
    const value = values[place] as Value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}

/** A power of 2. */
const firstSlots = 64;

function makeNumbers({ sizeBytes, put, bounds }: NumberType): Dictionary {
  let numbers = viewsOf(new Float64Array(firstSlots / 2));
  let size = 0;
  /** At least twice as many as numbers: 0 where free, else 1 more than the place of a number. */
  let slots = new Int32Array(firstSlots);
  let looks = 0;
  let isLooking = true;
  const one = viewsOf(new Float64Array(1));

  function find(): number {
    looks += 1;
    const slot = findSlot(one.words[0] as number, one.words[1] as number);
    const known = slots[slot] as number;
    if (known > 0) return known - 1;
    const place = push();
    slots[slot] = size;
    isLooking = isWorthLooking(size, looks);
    if (2 * size === slots.length) growSlots();
    return place;
  }

  /** Where a number of these bits is, or is to be. */
  function findSlot(low: number, high: number): number {
    const { words } = numbers;
    const last = slots.length - 1;
    for (let slot = hash(low, high) & last; ; slot = (slot + 1) & last) {
      const place = (slots[slot] as number) - 1;
      if (place < 0 || (words[2 * place] === low && words[2 * place + 1] === high)) return slot;
    }
  }

  function growSlots(): void {
    const { words } = numbers;
    slots = new Int32Array(2 * slots.length);
    for (let place = 0; place < size; place += 1)
      slots[findSlot(words[2 * place] as number, words[2 * place + 1] as number)] = place + 1;
  }

  function push(): number {
    if (size === numbers.doubles.length) numbers = viewsOf(withRoom(numbers.doubles, size + 1));
    // Not as a double: V8 may change the bits of what is no number.
    numbers.words[2 * size] = one.words[0] as number;
    numbers.words[2 * size + 1] = one.words[1] as number;
    size += 1;
    return size - 1;
  }

  return {
    placeOf(value) {
      if (typeof value === 'bigint') one.bigints[0] = value;
      else one.doubles[0] = value as number;
      return isLooking ? find() : push();
    },
    size: () => size,
    append(page, places) {
      const length = places.length * sizeBytes;
      page.append(length, (room) => {
        for (let i = 0; i < places.length; i += 1) put(numbers, places[i] as number, room, i * sizeBytes);
        return length;
      });
    },
    ...(bounds && { bounds: (places: Int32Array) => bounds(numbers, places) }),
    clear() {
      size = 0;
      slots.fill(0);
      looks = 0;
      isLooking = true;
    },
  };
}

function viewsOf(doubles: Growing<Float64Array>): Views {
  const { buffer } = doubles;
  return { doubles, bigints: new BigInt64Array(buffer), words: new Int32Array(buffer) };
}

/** Of small whole numbers only the highest bits of a double differ. */
function hash(low: number, high: number): number {
  const mixed = Math.imul(high ^ Math.imul(low, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
