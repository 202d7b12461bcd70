/** Arrays that are made longer as they fill. */

type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array;

export type Growing<Some extends Numbers> = Some & { buffer: ArrayBuffer };

/** The same array where it has room for so many, else a longer one that begins like it. */
export function withRoom<Some extends Numbers>(numbers: Growing<Some>, length: number): Growing<Some> {
  if (length <= numbers.length) return numbers;
  const longer = numbers.buffer.transfer(Math.max(2 * numbers.length, length) * numbers.BYTES_PER_ELEMENT);
  return new (numbers.constructor as new (buffer: ArrayBuffer) => typeof numbers)(longer);
}
