/** NCRONTAB expressions: the dialect of Azure Functions' timers, in UTC. */
import { describe, expect, test } from '@jest/globals';
import { makeSchedule, spellOut } from '../../../local/functions-host/ncrontab.ts';

function nextTimes(expression: string, after: string, count: number): string[] {
  const schedule = makeSchedule(expression);
  const times: string[] = [];
  for (let at = schedule.next(new Date(after)); at && times.length < count; at = schedule.next(at)) {
    times.push(at.toISOString());
  }
  return times;
}

describe('makeSchedule', () => {
  test.each([
    ['0 */5 * * * *', ['2026-11-21T10:05:00.000Z', '2026-11-21T10:10:00.000Z']],
    ['0 17 * * * *', ['2026-11-21T10:17:00.000Z', '2026-11-21T11:17:00.000Z']],
    ['0 40 3 * * *', ['2026-11-22T03:40:00.000Z', '2026-11-23T03:40:00.000Z']],
    ['*/30 * * * * *', ['2026-11-21T10:00:30.000Z', '2026-11-21T10:01:00.000Z']],
    ['5 * * * *', ['2026-11-21T10:05:00.000Z', '2026-11-21T11:05:00.000Z']],
    ['0 0 9-10 * * mon-fri', ['2026-11-23T09:00:00.000Z', '2026-11-23T10:00:00.000Z']],
  ])('%s', (expression, times) => {
    expect(nextTimes(expression, '2026-11-21T10:00:00Z', 2)).toEqual(times);
  });

  test('day and day of week must both match, unlike in classic cron', () => {
    expect(nextTimes('0 0 0 13 * Fri', '2026-11-21T10:00:00Z', 2)).toEqual([
      '2027-08-13T00:00:00.000Z',
      '2028-10-13T00:00:00.000Z',
    ]);
  });

  test('the occurrence itself does not come again', () => {
    expect(nextTimes('0 0 * * * *', '2026-11-21T10:00:00.000Z', 1)).toEqual(['2026-11-21T11:00:00.000Z']);
    expect(nextTimes('0 0 * * * *', '2026-11-21T09:59:59.999Z', 1)).toEqual(['2026-11-21T10:00:00.000Z']);
  });

  test('a day that never comes has no next time', () => {
    expect(nextTimes('0 0 0 30 2 *', '2026-11-21T10:00:00Z', 1)).toEqual([]);
  });
});

describe('spellOut', () => {
  test.each([
    ['50/3 0 0 1 1 0', '50,53,56,59 0 0 1 1 0'],
    ['0 0 22-20 1 jan,MAR Sunday', '0 0 20,21,22 1 1,3 0'],
    ['0 0-10/5,3 0 1 1 0', '0 0,3,5,10 0 1 1 0'],
  ])('%s is %s', (expression, plain) => {
    expect(spellOut(expression)).toBe(plain);
  });

  test.each([
    '* * * *',
    '* * * * * * *',
    '60 * * * * *',
    '0 0 24 * * *',
    '0 0 0 0 * *',
    '0 0 0 * * 7',
    '0 0 0 L * *',
    '0 0 0 * * 5#2',
    '0 */x * * * *',
    '0 , * * * *',
    '',
    '00:05:00',
    '@daily',
  ])('%s is refused', (expression) => {
    expect(() => spellOut(expression)).toThrow(`Schedule "${expression}" is not an NCRONTAB expression`);
  });
});
