/** Sets of days: what is due, less what was read. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  countDays,
  type DayRange,
  formatDayRanges,
  newestDays,
  parseDayRanges,
  removeDays,
  uniteDays,
} from '../../../src/model/day-ranges.ts';

const anyRange = fc.tuple(fc.nat(60), fc.nat(9)).map(
  ([start, length]): DayRange => ({
    from: addDays('2028-02-01', start),
    to: addDays('2028-02-01', start + length),
  }),
);
const anyRanges = fc.array(anyRange, { maxLength: 6 });

function listDays(ranges: readonly DayRange[]): string[] {
  const days = ranges.flatMap((range) =>
    Array.from({ length: countDays(range) }, (_, i) => addDays(range.from, i)),
  );
  return [...new Set(days)].sort();
}

describe('days', () => {
  test('go over the end of a month, a leap day, and a day on which clocks change', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(countDays({ from: '2028-01-01', to: '2028-12-31' })).toBe(366);
    expect(countDays({ from: '2026-03-28', to: '2026-03-30' })).toBe(3);
  });

  test('are united into as few ranges as hold them, in order', () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => {
        const united = uniteDays(ranges);
        expect(listDays(united)).toEqual(listDays(ranges));
        united.slice(1).forEach(({ from }, i) => {
          expect(from > addDays(united[i]?.to ?? '', 1)).toBe(true);
        });
      }),
    );
  });

  test('are removed, and no other', () => {
    fc.assert(
      fc.property(anyRanges, anyRange, (ranges, gone) => {
        const left = listDays(removeDays(uniteDays(ranges), gone));
        expect(left).toEqual(listDays(ranges).filter((day) => day < gone.from || day > gone.to));
      }),
    );
  });

  test('are written and read again', () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => expect(parseDayRanges(formatDayRanges(ranges))).toEqual(ranges)),
    );
  });

  test('are taken from the newest end, up to a maximum', () => {
    const ranges = [
      { from: '2026-01-01', to: '2026-01-31' },
      { from: '2026-03-01', to: '2026-03-20' },
    ];
    expect(newestDays(ranges, 5)).toEqual({ from: '2026-03-16', to: '2026-03-20' });
    expect(newestDays(ranges, 89)).toEqual({ from: '2026-03-01', to: '2026-03-20' });
    expect(newestDays([], 5)).toBeUndefined();
  });
});
