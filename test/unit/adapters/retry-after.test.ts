/** `Retry-After` in its forms: seconds, decimals rounded up, and the three of a date (RFC 9110 §10.2.3 and §5.6.7). */
import { describe, expect, test } from '@jest/globals';
import { parseRetryAfter } from '../../../src/adapters/graph/retry-after.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('parseRetryAfter', () => {
  test.each([
    ['0', 0],
    ['1', 1000],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['86400', 86_400_000],
    ['2592000', 2_592_000_000],
    ['999999999', 999_999_999_000],
    ['6.5', 7000],
    ['1.000', 1000],
    ['0.2', 1000],
    ['1234567890', 999_999_999_000],
    ['9'.repeat(400), 999_999_999_000],
    ['0.12345678901234567890', 1000],
  ])('%j is %i ms, without a cap', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test.each([
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 12:00:00 GMT', 86_400_000],
    [' Sat, 21 Nov 2026 12:01:00 GMT ', 60_000],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 0],
    ['Sat, 21 Nov 2026 11:59:59 GMT', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Saturday, 21-Nov-26 12:01:00 GMT', 60_000],
    ['Wednesday, 02-Dec-26 12:00:00 GMT', 11 * 86_400_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Sat Nov 21 12:01:00 2026', 60_000],
    ['Tue Dec  1 12:00:00 2026', 10 * 86_400_000],
    ['Sun Nov  6 08:49:37 1994', 0],
  ])('%s is %i ms from now', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test.each([
    ['120, 120', 120_000],
    ['30, 60.5, 7', 61_000],
    ['1,5', 5000],
  ])('the header that came several times, %j, is the longest wait of %i ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test('a year of two digits is at most 50 years ahead', () => {
    const inFifty = Date.UTC(2076, 10, 21, 12) - now.getTime();
    expect(parseRetryAfter('Saturday, 21-Nov-76 12:00:00 GMT', now)).toBe(inFifty);
    expect(parseRetryAfter('Sunday, 21-Nov-77 12:00:00 GMT', now)).toBe(0);
  });

  test.each([
    undefined,
    '',
    ' ',
    '-5',
    '+5',
    '1.',
    '.5',
    '1.5.2',
    '1e3',
    '0x10',
    '5 seconds',
    '120, soon',
    '120,',
    'soon',
    '2026-11-21T12:00:30Z',
    'null',
    'Soon, 5',
    'Sat, 21 Nov',
    'Sat, 21 Nov 2026',
    'Sat, 21 Nov 2026 12:00:30',
    'Sat, 21 Nov 2026 12:00:30 +0100',
    'Sat, 99 Nov 2026 12:00:30 GMT',
    'Sat, 21 Xyz 2026 12:00:30 GMT',
    'Sat, 21 Nov 2026 12:00:30 GMT, 120',
    'Saturday, 21-Nov-2026 12:01:00 GMT',
    'Sat, 21-Nov-26 12:01:00 GMT',
    'Saturday, 21-Xyz-26 12:01:00 GMT',
    'Sat Nov 21 12:01:00 2026 GMT',
    'Sat Nov 1 12:01:00 2026',
  ])('%j makes no sense', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
