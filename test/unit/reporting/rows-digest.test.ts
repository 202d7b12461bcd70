/** The digest of a set of rows: the sum of their hashes, carried over all its digits. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeRowsDigest } from '../../../src/reporting/rows-digest.ts';

const modulus = 1n << 256n;
const hex = (value: bigint) => value.toString(16).padStart(64, '0');
const digestOf = (values: readonly bigint[]) => {
  const digest = makeRowsDigest();
  for (const value of values) digest.add(hex(value));
  return digest.value();
};

test('is the sum modulo 2²⁵⁶, in any order', () => {
  const value = fc.oneof(fc.bigInt({ min: 0n, max: modulus - 1n }), fc.constant(modulus - 1n));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const sum = values.reduce((total, one) => (total + one) % modulus, 0n);
      expect(digestOf(values)).toBe(hex(sum));
      expect(digestOf(values.toReversed())).toBe(hex(sum));
    }),
  );
});
