/** Unpacking of small documents, whatever length their file says. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { unpackSmall } from '../../../src/bytes/unpack-small.ts';

const maxBytes = 1000;

describe('a packed document', () => {
  test.each([0, 1, 63, 64, 65, maxBytes])('of %i bytes comes out as it was', (length) => {
    const document = Buffer.alloc(length, 'abc');
    expect(unpackSmall(gzipSync(document), maxBytes)?.equals(document)).toBe(true);
  });

  test('that is too long is not unpacked', () => {
    expect(unpackSmall(gzipSync(Buffer.alloc(maxBytes + 1)), maxBytes)).toBeUndefined();
  });

  test.each([0, 5, 0xffff_ffff])('whose file says that it has %i bytes is damaged', (said) => {
    const file = gzipSync(Buffer.alloc(300, 'abc'));
    file.writeUInt32LE(said, file.length - 4);
    expect(() => unpackSmall(file, maxBytes)).toThrow(/incorrect length check/);
  });

  test('of two members comes out whole', () => {
    const file = Buffer.concat([gzipSync('first, and longer '), gzipSync('second')]);
    expect(unpackSmall(file, maxBytes)?.toString()).toBe('first, and longer second');
  });

  test.each([0, 3, 20])('that breaks off after %i bytes is damaged', (length) => {
    const file = gzipSync(Buffer.alloc(300, 'abc')).subarray(0, length);
    expect(() => unpackSmall(file, maxBytes)).toThrow();
  });
});
