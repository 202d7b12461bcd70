import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeTextSet } from '../../../src/bytes/text-set.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'a', 'b', 'ab', 'é😀', 'é'.repeat(3000), 'a'.repeat(16 * 1024)),
);

describe('a set of texts', () => {
  test('holds what a Set holds, in the same order, however many there are', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 400, size: 'max' }), (texts) => {
        const set = makeTextSet();
        const places = texts.map((one) => set.add(one));
        const wanted = [...new Set(texts)];
        expect([...set]).toEqual(wanted);
        expect(set.length).toBe(wanted.length);
        expect(places).toEqual(texts.map((one) => wanted.indexOf(one)));
        expect(wanted.map((_, place) => set.at(place))).toEqual(wanted);
        expect(set.at(wanted.length)).toBeUndefined();
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  test('refuses a text that is longer than any key', () => {
    expect(() => makeTextSet().add('é'.repeat(8193))).toThrow(
      'Keeping a text: it has 16386 bytes, over 16384',
    );
  });

  test('knows what is in it, and stays the same when it is asked', () => {
    const set = makeTextSet();
    set.add('upn:anna@contoso.com');
    expect(set.includes('upn:anna@contoso.com')).toBe(true);
    expect(set.includes('upn:anna@contoso.co')).toBe(false);
    expect(set.includes('')).toBe(false);
    set.add('id:1');
    expect([...set]).toEqual(['upn:anna@contoso.com', 'id:1']);
  });
});
