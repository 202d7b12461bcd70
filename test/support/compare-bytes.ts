/** Expectations about bytes compare them at once: byte by byte, as jest does by itself, a megabyte takes a second. */
import { expect } from '@jest/globals';

expect.addEqualityTesters([areSameBytes]);

/** `undefined`: these are not two arrays of bytes of one kind, and are compared as anything else. */
export function areSameBytes(one: unknown, other: unknown): boolean | undefined {
  if (!(one instanceof Uint8Array) || !(other instanceof Uint8Array)) return undefined;
  return one.constructor === other.constructor ? Buffer.compare(one, other) === 0 : undefined;
}
