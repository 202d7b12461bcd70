/** Which texts are a schedule with six fields, judged field by field. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeSchedule } from '../../../local/functions-host/ncrontab.ts';
import { isSchedule, nextOccurrence } from '../../../src/config/schedule.ts';

const anyTime = ['*', '*', '*', '*', '*', '*'];

/** A schedule with this text in one field and `*` in the others. */
const withField = (position: number, text: string) => anyTime.with(position, text).join(' ');

const fields: [string, number, number, number][] = [
  ['second', 0, 0, 59],
  ['minute', 1, 0, 59],
  ['hour', 2, 0, 23],
  ['day', 3, 1, 31],
  ['month', 4, 1, 12],
  ['weekday', 5, 0, 6],
];

describe('a schedule', () => {
  test.each([
    '* * * * * *',
    '0 */5 * * * *',
    '0 17 * * * *',
    '0 40 3 * * *',
    '0 0 0 1 1 *',
    '30 0 1-5/2 * JAN MON-FRI',
    '0,15,30,45 * * * * *',
    '0 0-10,20-30/5,59 * * * *',
    '0 0 8-18 * * 1-5',
    '0 0 9 * jan,JUL,Dec mon,Wed,fri',
    '0 5/15 * * * *',
    '00 05 09 01 02 *',
    '0 0 0 * * SUN',
    '0  */5   * * * *',
    '0\t*/5 * * * *',
    ' 0 */5 * * * * ',
  ])('is %j', (text) => {
    expect(isSchedule(text)).toBe(true);
  });

  test.each([
    '',
    '   ',
    '*',
    '*/5 * * * *',
    '0 */5 * * * * *',
    '99s * * * * *',
    'a b c d e f',
    '@hourly',
    '00:05:00',
    '0 */5 * * * ?',
    '0 0 0 L * *',
    '0 0 0 15W * *',
    '0 0 0 * * MON#1',
    '0 */5 * * * *;x',
    '0, * * * * *',
    ',0 * * * * *',
    '0,,5 * * * * *',
    '*/ * * * * *',
    '/5 * * * * *',
    '*/0 * * * * *',
    '*/-5 * * * * *',
    '*/1.5 * * * * *',
    '*/5/5 * * * * *',
    '*-5 * * * * *',
    '5-* * * * * *',
    '5- * * * * *',
    '-5 * * * * *',
    '1-2-3 * * * * *',
    '30-10 * * * * *',
    '1.5 * * * * *',
    '1e1 * * * * *',
    '0x5 * * * * *',
    '+5 * * * * *',
    '005 * * * * *',
    '٥ * * * * *',
    'JAN * * * * *',
    '0 0 0 MON * *',
    '0 0 0 * MON *',
    '0 0 0 * * JAN',
    '0 0 0 * JANUARY *',
    '0 0 0 * * FRI-MON',
    '0 0 0 * * 7',
    '0 0 0 * * 1-7',
    '0 0 0 * * 1,7',
  ])('is not %j', (text) => {
    expect(isSchedule(text)).toBe(false);
  });
});

describe.each(fields)('the field of the %s', (_, position, least, most) => {
  const accepts = (text: string) => isSchedule(withField(position, text));

  test('takes every value that it can have, and none beyond', () => {
    const values = Array.from({ length: 101 }, (_, i) => i).filter((value) => accepts(`${value}`));
    expect(values).toEqual(Array.from({ length: most - least + 1 }, (_, i) => least + i));
  });

  test('takes lists of values, ranges and steps, as long as each of them is good', () => {
    const value = fc.integer({ min: least, max: most });
    const range = fc.tuple(value, value).map((ends) => ends.sort((a, b) => a - b).join('-'));
    const step = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined });
    const item = fc
      .tuple(fc.oneof(value.map(String), range, fc.constant('*')), step)
      .map(([what, each]) => (each === undefined ? what : `${what}/${each}`));
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (items) => {
        expect(accepts(items.join(','))).toBe(true);
        expect(accepts([...items, `${most + 1}`].join(','))).toBe(false);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

test.each(fields)(
  'a range of the %s has two ends that it can have, the lower one first',
  (_, position, least, most) => {
    const accepts = (text: string) => isSchedule(withField(position, text));
    expect(accepts(`${least}-${most}`)).toBe(true);
    expect(accepts(`${most}-${most}`)).toBe(true);
    for (const text of [
      `${most}-${least}`,
      `${least}-${most + 1}`,
      `${least}-${most + 1}/2`,
      `${least}-99`,
      `${least}-x`,
      `${least}-`,
      `${least}-*`,
    ]) {
      expect([text, accepts(text)]).toEqual([text, false]);
    }
  },
);

test.each([
  [4, ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']],
  [5, ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']],
])('field %i takes names, alone, in order as a range, and beside numbers', (position, names) => {
  for (const name of names) {
    expect(isSchedule(withField(position, name))).toBe(true);
    expect(isSchedule(withField(position, name.toLowerCase()))).toBe(true);
  }
  const [first, last] = [names[0], names.at(-1)];
  expect(isSchedule(withField(position, `${first}-${last}/2,3`))).toBe(true);
  expect(isSchedule(withField(position, `1-${last}`))).toBe(true);
  expect(isSchedule(withField(position, `${last}-${first}`))).toBe(false);
});

describe('the next occurrence', () => {
  const after = new Date('2026-11-21T12:00:00.500Z');

  test.each([
    ['* * * * * *', '2026-11-21T12:00:01.000Z'],
    ['0 */5 * * * *', '2026-11-21T12:05:00.000Z'],
    ['0 17 * * * *', '2026-11-21T12:17:00.000Z'],
    ['0 0 12 * * *', '2026-11-22T12:00:00.000Z'],
    ['0 0 0 1 jan *', '2027-01-01T00:00:00.000Z'],
    ['0 0 4 29 2 *', '2028-02-29T04:00:00.000Z'],
    ['0 0 4 13 * FRI', '2027-08-13T04:00:00.000Z'],
  ])('of %s', (schedule, next) => {
    expect(nextOccurrence(schedule, after)?.toISOString()).toBe(next);
  });

  test.each(['0 0 0 30 2 *', 'none'])('of %s is none', (schedule) => {
    expect(nextOccurrence(schedule, after)).toBeUndefined();
  });

  test('is never the time itself', () => {
    expect(nextOccurrence('0 0 12 * * *', new Date('2026-11-21T12:00:00.000Z'))?.toISOString()).toBe(
      '2026-11-22T12:00:00.000Z',
    );
  });

  test('is the one that the functions host fires at', () => {
    const item = ([least, most]: [number, number]) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant('*') },
        fc.integer({ min: least, max: most }).map(String),
        fc
          .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 20 }))
          .map((pair) => pair.join('/')),
        fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
      );
    const schedule = fc
      .tuple(item([0, 59]), item([0, 59]), item([0, 23]), item([1, 28]), item([1, 12]), item([0, 6]))
      .map((parts) => parts.join(' '));
    const time = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2028-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(schedule, time, (text, at) => {
        expect(nextOccurrence(text, at)?.toISOString()).toBe(makeSchedule(text).next(at)?.toISOString());
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});
