/** The windows of the list: whole days in UTC, overlapping, nothing left out, never beyond Graph's memory. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DayWindow, oldestStart, planDayWindow, utcDay } from '../../../src/model/day-window.ts';
import { dayMs, minuteMs } from '../../../src/model/durations.ts';

function planAll(from: Date, to: Date): DayWindow[] {
  const windows: DayWindow[] = [];
  for (let at = from; at < to; ) {
    const window = planDayWindow(at, to, from);
    windows.push(window);
    at = window.to;
  }
  return windows;
}

describe('day windows', () => {
  test('cover every moment once, each within one UTC day, and reach into their neighbours', () => {
    const anyDate = fc.date({
      min: new Date('2024-01-01T00:00:00Z'),
      max: new Date('2028-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 31 * dayMs }), (from, lengthMs) => {
        const to = new Date(from.getTime() + lengthMs);
        const windows = planAll(from, to);
        expect(windows[0]?.from).toEqual(from);
        expect(windows.at(-1)?.to).toEqual(to);
        windows.forEach((window, i) => {
          if (i > 0) expect(window.from).toEqual(windows[i - 1]?.to);
          expect(utcDay(window.from)).toBe(window.day);
          expect(utcDay(new Date(window.to.getTime() - 1))).toBe(window.day);
          expect(window.listFrom >= from).toBe(true);
          if (i > 0) expect(window.from.getTime() - window.listFrom.getTime()).toBeGreaterThan(0);
          expect(window.listTo.getTime() - window.to.getTime()).toBe(5 * minuteMs);
        });
      }),
    );
  });

  test.each([
    ['the clocks go forward in Europe', '2026-03-28T10:00:00Z', ['2026-03-28', '2026-03-29', '2026-03-30']],
    ['the clocks go back in Europe', '2026-10-24T10:00:00Z', ['2026-10-24', '2026-10-25', '2026-10-26']],
    ['a leap day', '2028-02-28T10:00:00Z', ['2028-02-28', '2028-02-29', '2028-03-01']],
    ['no leap day', '2026-02-27T10:00:00Z', ['2026-02-27', '2026-02-28', '2026-03-01']],
    ['the end of a year', '2026-12-30T10:00:00Z', ['2026-12-30', '2026-12-31', '2027-01-01']],
  ])('are UTC days of 24 hours where there is %s', (_, start, days) => {
    const from = new Date(start);
    const windows = planAll(from, new Date(from.getTime() + 2 * dayMs));
    expect(windows.map(({ day }) => day)).toEqual(days);
    expect((windows[1]?.to.getTime() ?? 0) - (windows[1]?.from.getTime() ?? 0)).toBe(dayMs);
  });

  test('end with midnight, and begin with it', () => {
    const midnight = new Date('2026-11-21T00:00:00Z');
    const windows = planAll(new Date('2026-11-20T00:00:00Z'), midnight);
    expect(windows.map(({ day, to }) => [day, to])).toEqual([['2026-11-20', midnight]]);
  });
});

test('the oldest start lies 5 minutes within 30 days, on a whole second', () => {
  expect(oldestStart(new Date('2026-11-21T12:00:00.001Z'))).toEqual(new Date('2026-10-22T12:05:01.000Z'));
  expect(oldestStart(new Date('2026-11-21T12:00:00.000Z'))).toEqual(new Date('2026-10-22T12:05:00.000Z'));
});
