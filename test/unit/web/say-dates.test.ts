/** Windows of time in words and in the fields of a form, in the zone of the reader. */
import { describe, expect, test } from '@jest/globals';
import { formatFrom, formatTo, sayWindow } from '../../../src/web/parts/say-dates.ts';

const berlin = 'Europe/Berlin';
const at = (text: string) => new Date(text);

describe('a window is said', () => {
  test.each([
    ['', undefined, undefined],
    ['since 1 June 2026', '2026-05-31T22:00:00Z', undefined],
    ['since 2026-06-01 10:30', '2026-06-01T08:30:00Z', undefined],
    ['up to 7 June 2026', undefined, '2026-06-07T22:00:00Z'],
    ['on 1 June 2026', '2026-05-31T22:00:00Z', '2026-06-01T22:00:00Z'],
    ['from 1 to 7 June 2026', '2026-05-31T22:00:00Z', '2026-06-07T22:00:00Z'],
    ['from 28 May to 3 June 2026', '2026-05-27T22:00:00Z', '2026-06-03T22:00:00Z'],
    ['from 31 December 2025 to 1 January 2026', '2025-12-30T23:00:00Z', '2026-01-01T23:00:00Z'],
    ['from 1 June 2026 to 2026-06-01 12:00', '2026-05-31T22:00:00Z', '2026-06-01T10:00:00Z'],
    ['on 25 October 2026', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ])('%s', (words, from, to) => {
    expect(
      sayWindow(from === undefined ? undefined : at(from), to === undefined ? undefined : at(to), berlin),
    ).toBe(words);
  });
});

test('a form gets the dates that were typed', () => {
  expect(formatFrom(at('2026-05-31T22:00:00Z'), berlin)).toBe('2026-06-01');
  expect(formatTo(at('2026-06-07T22:00:00Z'), berlin)).toBe('2026-06-07');
  expect(formatFrom(at('2026-06-01T08:30:00Z'), berlin)).toBe('2026-06-01 10:30');
  expect(formatTo(at('2026-06-01T08:30:00Z'), berlin)).toBe('2026-06-01 10:30');
  expect([formatFrom(undefined, berlin), formatTo(undefined, berlin)]).toEqual(['', '']);
});
