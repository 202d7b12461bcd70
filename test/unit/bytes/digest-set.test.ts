/** Which rows of a window were seen: as a Set would say it, however many there are. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeDigestSet } from '../../../src/bytes/digest-set.ts';

test('a key is new once, in any order of any keys', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 })), (keys) => {
      const seen = makeDigestSet();
      const known = new Set<string>();
      for (const key of keys) {
        expect(seen.add(key)).toBe(!known.has(key));
        known.add(key);
      }
    }),
  );
});

test('of a day of 50,000 rows each is found again while more and more are added', () => {
  const seen = makeDigestSet();
  const rows = 50_000;
  for (let row = 0; row < rows; row += 1) expect(seen.add(`"${row}"`)).toBe(true);
  const again = Array.from({ length: rows }, (_, row) => seen.add(`"${row}"`));
  expect(again.includes(true)).toBe(false);
  expect(seen.add('"another"')).toBe(true);
});
