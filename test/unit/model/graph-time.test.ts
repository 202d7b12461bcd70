/** Graph's times: one moment in UTC, with Graph's own digits where it says UTC. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGraphTime, parseGraphTimeMs } from '../../../src/model/graph-time.ts';

describe('parseGraphTime', () => {
  test.each([
    '2026-11-20T23:59:59Z',
    '2026-11-20T23:59:59.1Z',
    '2026-11-20T23:59:59.1234567Z',
    '2026-11-20T23:59Z',
  ])('keeps the digits of %s', (text) => {
    expect(parseGraphTime(text)).toBe(text);
  });

  test.each([
    ['2026-11-21T00:30:00+02:00', '2026-11-20T22:30:00.000Z'],
    ['2026-11-20T22:30:00.5-05:00', '2026-11-21T03:30:00.500Z'],
    ['2023-02-28T00:00:00.000+00:00', '2023-02-28T00:00:00.000Z'],
    ['2026-11-20T23:59:59z', '2026-11-20T23:59:59.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(parseGraphTime(text)).toBe(utc);
  });

  test.each<[unknown]>([
    ['2026-11-20'],
    ['2026-11-20T23:59:59'],
    ['2026-13-20T23:59:59Z'],
    ['2026-11-20T25:00:00Z'],
    ['2026-11-20T24:00:00Z'],
    ['2026-02-30T10:00:00Z'],
    ['2026-02-30T10:00:00.0000000Z'],
    ['2026-02-29T10:00:00+02:00'],
    ['2026-11-31T00:00:00-05:00'],
    ['2026-11-20T23:59:59+99:99'],
    ['2026-11-20 23:59:59Z'],
    ['9999-12-31T23:59:59-01:00'],
    ['0000-01-01T00:00:00+01:00'],
    [' 2026-11-20T23:59:59Z'],
    ['20 November 2026'],
    [''],
    [undefined],
    [null],
    [1_795_000_000_000],
    [['2026-11-20T23:59:59Z']],
  ])('%j is not a time', (text) => {
    expect(parseGraphTime(text)).toBeUndefined();
  });
});

describe('parseGraphTimeMs', () => {
  test.each([
    ['2026-11-20T23:59:59.1239999Z', '2026-11-20T23:59:59.123Z'],
    ['2026-11-20T23:59:59Z', '2026-11-20T23:59:59.000Z'],
    ['2024-02-29T00:00:00.0000000Z', '2024-02-29T00:00:00.000Z'],
    ['2026-11-21T00:30:00.5+02:00', '2026-11-20T22:30:00.500Z'],
    ['0001-01-01T00:00:00.0000000Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(new Date(parseGraphTimeMs(text) as number).toISOString()).toBe(utc);
  });

  test('reads every time in UTC as Date does, but for those that Date moves to another day', () => {
    const number = (max: number, digits: number) =>
      fc.integer({ min: 0, max }).map((some) => String(some).padStart(digits, '0'));
    const parts = [
      number(9999, 4),
      number(13, 2),
      number(32, 2),
      number(25, 2),
      number(61, 2),
      number(61, 2),
    ] as const;
    const fraction = fc.oneof(
      fc.constantFrom('', '.', '.1', '.12', '.123456789012', '.1234567890123', '.12a', ',5'),
      number(9_999_999, 7).map((digits) => `.${digits}`),
    );
    fc.assert(
      fc.property(...parts, fraction, (year, month, day, hour, minute, second, rest) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}Z`;
        const isTime = /^(\.\d{1,12})?$/.test(rest);
        const timeMs = Date.parse(text);
        const isSame =
          isTime && !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text.slice(0, 19));
        expect(parseGraphTimeMs(text)).toBe(isSame ? timeMs : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
