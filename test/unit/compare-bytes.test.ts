/** How the suite compares bytes. */
import { expect, test } from '@jest/globals';
import { areSameBytes } from '../support/compare-bytes.ts';

const bytes = () => Buffer.alloc(1_000_000, 'bytes of a record');

function changed(): Buffer {
  const other = bytes();
  other[999_999] = 0;
  return other;
}

test('bytes are equal when each is, and when there are as many', () => {
  expect(bytes()).toEqual(bytes());
  expect(bytes()).not.toEqual(changed());
  expect(bytes()).not.toEqual(bytes().subarray(1));
  expect({ inside: [bytes()] }).toEqual({ inside: [bytes()] });
  expect({ inside: [bytes()] }).not.toEqual({ inside: [changed()] });
});

test('anything else is compared as ever', () => {
  expect(areSameBytes(bytes(), new Uint8Array(bytes()))).toBeUndefined();
  expect(areSameBytes(bytes(), 'text')).toBeUndefined();
  expect(areSameBytes(new Int32Array(1), new Int32Array(1))).toBeUndefined();
});
