/** What is asked of Graph for some days of a report. */
import { expect, test } from '@jest/globals';
import { addDays } from '../../../src/model/day-ranges.ts';
import { maxWindowDays, planReportWindow } from '../../../src/model/report-window.ts';

test('a window reaches an hour into its neighbours, over a leap day too', () => {
  expect(planReportWindow('pstn-calls', { from: '2028-02-29', to: '2028-02-29' })).toEqual({
    from: '2028-02-28T23:00:00Z',
    to: '2028-03-01T01:00:00Z',
  });
});

test('the period of sums is the day itself, and no moment of the next one', () => {
  expect(planReportWindow('dial-out', { from: '2026-10-25', to: '2026-10-25' })).toEqual({
    from: '2026-10-25T00:00:00Z',
    to: '2026-10-25T23:59:59.9999999Z',
  });
});

test('the longest window stays within 90 days', () => {
  const from = '2026-08-01';
  const window = planReportWindow('sms', { from, to: addDays(from, maxWindowDays - 1) });
  expect(Date.parse(window.to) - Date.parse(window.from)).toBeLessThanOrEqual(90 * 24 * 60 * 60 * 1000);
});
