/** How a person's words become times: ISO dates, relative days, zones, and days on which the clocks change. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseWindow } from '../../../../src/cli/dates/parse-window.ts';
import { adviseOnTime, parseTimeExpression } from '../../../../src/reading/dates/time-expression.ts';
import { momentOf, parseTimeZone, wallTime } from '../../../../src/reading/dates/time-zone.ts';

const now = new Date('2026-11-21T12:34:56.789Z');
const read = (text: string, zone = 'UTC', at = now) => {
  const span = parseTimeExpression(text, { now: at, zone });
  return span && [span.start.toISOString(), span.end.toISOString()];
};
const moment = (text: string) => [text, text];

/** So late that what is counted back from it lies in years that are known. */
const anyMoment = fc.date({
  min: new Date('2003-01-01T00:00:00Z'),
  max: new Date('2037-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const anyZone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Africa/Casablanca',
  'Pacific/Apia',
  '+05:30',
);

describe('a time expression', () => {
  test.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['02.06.2026', '2026-06-02T00:00:00.000Z', '2026-06-03T00:00:00.000Z'],
    ['2.6.2026', '2026-06-02T00:00:00.000Z', '2026-06-03T00:00:00.000Z'],
    ['today', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    [' Yesterday ', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    // The 21st is a Saturday.
    ['saturday', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['Tuesday', '2026-11-17T00:00:00.000Z', '2026-11-18T00:00:00.000Z'],
    ['sun', '2026-11-15T00:00:00.000Z', '2026-11-16T00:00:00.000Z'],
    ['7d', '2026-11-14T00:00:00.000Z', '2026-11-15T00:00:00.000Z'],
    ['0d', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['2w', '2026-11-07T00:00:00.000Z', '2026-11-08T00:00:00.000Z'],
    ['9mo', '2026-02-21T00:00:00.000Z', '2026-02-22T00:00:00.000Z'],
    ['1y', '2025-11-21T00:00:00.000Z', '2025-11-22T00:00:00.000Z'],
  ])('%s is a span of the calendar', (text, start, end) => {
    expect(read(text)).toEqual([start, end]);
  });

  test.each([
    ['now', now.toISOString()],
    ['tuesday 14:00', '2026-11-17T14:00:00.000Z'],
    ['Yesterday 9:05', '2026-11-20T09:05:00.000Z'],
    ['12h', '2026-11-21T00:34:56.789Z'],
    ['90min', '2026-11-21T11:04:56.789Z'],
    ['2026-11-01T14:30', '2026-11-01T14:30:00.000Z'],
    ['2026-11-01 14:30:15', '2026-11-01T14:30:15.000Z'],
    ['1.11.2026 9:30', '2026-11-01T09:30:00.000Z'],
    ['1.11.2026 14:30', '2026-11-01T14:30:00.000Z'],
    ['2026-11-01T14:30:15.1234567Z', '2026-11-01T14:30:15.123Z'],
    ['2026-11-01t14:30z', '2026-11-01T14:30:00.000Z'],
    ['2026-11-01T14:30+02:00', '2026-11-01T12:30:00.000Z'],
    ['2026-11-01T14:30-03:30', '2026-11-01T18:00:00.000Z'],
  ])('%s is a moment', (text, at) => {
    expect(read(text)).toEqual(moment(at));
  });

  test.each([
    [
      'the first day of summer time has 23 hours',
      '2026-03-29',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ],
    ['the last one has 25', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    [
      'a time that the clocks skip is an hour later',
      '2026-03-29T02:30',
      ...(moment('2026-03-29T01:30:00.000Z') as [string, string]),
    ],
    [
      'a time that comes twice is the first one',
      '2026-10-25T02:30',
      ...(moment('2026-10-25T00:30:00.000Z') as [string, string]),
    ],
    [
      'an offset says which one',
      '2026-10-25T02:30+01:00',
      ...(moment('2026-10-25T01:30:00.000Z') as [string, string]),
    ],
  ])('in Berlin: %s', (_, text, start, end) => {
    expect(read(text, 'Europe/Berlin')).toEqual([start, end]);
  });

  test('takes "today" and "yesterday" from the calendar of the zone, also over a change of the clocks', () => {
    const lateEvening = new Date('2026-10-25T23:30:00Z');
    expect(read('today', 'Europe/Berlin', lateEvening)?.[0]).toBe('2026-10-25T23:00:00.000Z');
    expect(read('yesterday', 'Europe/Berlin', lateEvening)).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
    expect(read('1mo', 'UTC', new Date('2026-03-31T10:00:00Z'))?.[0]).toBe('2026-02-28T00:00:00.000Z');
  });

  test('a day that a zone has left out is empty', () => {
    // Samoa went from the 29th to the 31st.
    expect(read('2011-12-30', 'Pacific/Apia')).toEqual(moment('2011-12-30T10:00:00.000Z'));
  });

  test.each([
    '',
    'soon',
    '2026-13',
    '2026-02-30',
    '2025-02-29',
    '2026-11-1',
    '20261101',
    '1999',
    '2026-11-01T24:00',
    '2026-11-01T14',
    '2026-11-01T14:30+25:00',
    'tuesday 25:00',
    'tues',
    'now 14:00',
    'tuesday 14',
    '-7d',
    '7',
    '7days',
    '2026-11-01Z',
    '999999d',
    '99999d',
    '99999y',
    '0026-06-02',
    '3026-06-02',
    '9999-12-31',
    '02.06.9999',
  ])('%j is none', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('reads back every moment that is written in UTC', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (at, zone) => {
        expect(read(at.toISOString(), zone)).toEqual(moment(at.toISOString()));
      }),
    );
  });

  test('reads back the first and the last moment of the years that it knows, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom('2000', '2999'), anyZone, (year, zone) => {
        const [from = '', to = ''] = read(year, zone) ?? [];
        expect([read(from)?.[0], read(to)?.[0]]).toEqual([from, to]);
      }),
    );
  });

  test('lets days follow each other without gap or overlap in every zone', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, fc.integer({ min: 0, max: 800 }), (at, zone, days) => {
        const older = read(`${days + 1}d`, zone, at);
        const newer = read(`${days}d`, zone, at);
        expect(older?.[1]).toBe(newer?.[0]);
        expect((older?.[0] ?? '') <= (older?.[1] ?? '')).toBe(true);
      }),
    );
  });
});

describe('a time zone', () => {
  test('shows a moment so that it can be found again', () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (at, zone) => {
        const shown = wallTime(at, zone);
        const found = momentOf(shown, zone);
        // An hour that comes twice is found the first time.
        expect(wallTime(found, zone)).toEqual(shown);
        expect(found.getTime()).toBeLessThanOrEqual(at.getTime());
      }),
    );
  });

  test('has a name that the machine knows', () => {
    expect(parseTimeZone('europe/berlin')).toBe('Europe/Berlin');
    expect(parseTimeZone('+02:00')).toBe('+02:00');
    expect(parseTimeZone('local')).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(parseTimeZone('Mars/Base')).toBeUndefined();
  });
});

describe('a window', () => {
  test('includes the day that --to names, and ends at the time that it names', () => {
    const window = parseWindow({ from: '2026-11', to: '2026-11' }, now);
    expect([window.from, window.to]).toEqual([new Date('2026-11-01'), new Date('2026-12-01')]);
    expect(parseWindow({ to: '2026-11-03T10:00' }, now)).toEqual({
      zone: 'UTC',
      to: new Date('2026-11-03T10:00Z'),
    });
  });
});

describe('what is said of a text that is no time', () => {
  test.each([
    [
      '6/2/2026',
      'It means 2026-06-02 in some countries and 2026-02-06 in others. Write the one that is meant.',
    ],
    ['6/25/2026', 'Write 2026-06-25.'],
    ['25/6/2026', 'Write 2026-06-25.'],
    ['6/6/2026', 'Write 2026-06-06.'],
  ])('%s: the date to write', (text, advice) => {
    expect(read(text)).toBeUndefined();
    expect(adviseOnTime(text)).toBe(advice);
  });

  test.each(['soon', '31/31/2026', '32.1.2026'])('%s: every form there is', (text) => {
    expect(read(text)).toBeUndefined();
    expect(adviseOnTime(text)).toContain('It must be a date (2026-11-21, 21.11.2026');
  });
});
