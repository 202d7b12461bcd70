/** A page of a report: rows in Graph's own bytes on one line, each with its day and its key. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onOneLine } from '../../../src/bytes/one-line.ts';
import type { ReportName } from '../../../src/model/call-report.ts';
import { openReportPage } from '../../../src/reporting/open-page.ts';

const open = (text: string, report: ReportName = 'pstn-calls') =>
  openReportPage({ bytes: Buffer.from(text), requestId: 'r-1', free: () => undefined }, report);
const rowsOf = (rows: string[], report?: ReportName) => [
  ...open(`{"value":[${rows.join(' ,\n ')}]}`, report).rows(),
];
const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString('utf8');

describe('a row', () => {
  test('keeps its bytes: digits, escapes, duplicate names, spaces', () => {
    const raw =
      '{ "charge": 1.0,"n":9007199254740993 ,"name":"Zo\\u00eb \\/ \\n李", "id":"a", "id":"b","x":{"y":[ 1 ]} }';
    const [row] = rowsOf([raw]);
    expect(row && textOf(row)).toBe(raw);
    expect(row?.key).toBe('"b"');
  });

  test('that stands on several lines comes on one, its values untouched', () => {
    const [row] = rowsOf(['{\r\n\t"a" : "two  spaces \\" \\\\",\n  "b": [ 1.0, {} ]\r}']);
    expect(row && textOf(row)).toBe('{"a":"two  spaces \\" \\\\","b":[1.0,{}]}');
  });

  test('of any JSON, however it is laid out, becomes its compact form when it has line breaks', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(1, 3, '\t'), (json, space) => {
        const value = JSON.parse(json);
        const compact = JSON.stringify(value);
        const laidOut = JSON.stringify(value, undefined, space);
        const expected = laidOut.includes('\n') ? compact : laidOut;
        expect(Buffer.from(onOneLine(Buffer.from(laidOut))).toString('utf8')).toBe(expected);
      }),
    );
  });
});

describe('the day of a row', () => {
  const never = '"0001-01-01T00:00:00Z"';
  test.each<[string, ReportName, string, string | undefined]>([
    ['the start of a call', 'pstn-calls', '"startDateTime":"2028-02-29T23:59:59.9999999Z"', '2028-02-29'],
    [
      'in UTC, whatever its offset',
      'pstn-calls',
      '"startDateTime":"2026-10-25T01:30:00+02:00"',
      '2026-10-24',
    ],
    [
      'the invite where it never started',
      'direct-routing-calls',
      `"startDateTime":${never},"failureDateTime":"2026-11-02T00:00:01Z","inviteDateTime":"2026-11-01T23:59:59Z"`,
      '2026-11-01',
    ],
    [
      'the failure where there was no invite',
      'direct-routing-calls',
      `"startDateTime":null,"inviteDateTime":${never},"failureDateTime":"2026-11-02T00:00:01Z"`,
      '2026-11-02',
    ],
    ['when a text message was sent', 'sms', '"sentDateTime":"2026-11-01T00:00:00Z"', '2026-11-01'],
    ['when a user was blocked', 'blocked-users', '"blockDateTime":"2026-11-01T00:00:00Z"', '2026-11-01'],
    ['unknown without any time', 'sms', '"sentDateTime":"soon"', undefined],
    ['that of the period for sums', 'dial-out', '"totalCalls":3', undefined],
  ])('is %s', (_, report, members, day) => {
    expect(rowsOf([`{${members}}`], report)[0]?.day).toBe(day);
  });
});

describe('the key of a row', () => {
  test('is its id; without one the whole row', () => {
    const [one, other, none, empty] = rowsOf([
      '{"id":"a","n":1}',
      '{"id":"a","n":2}',
      '{"id":null,"n":1}',
      '{"id":"","n":1}',
    ]);
    expect(one?.key).toBe(other?.key);
    expect(none?.key).toBe(none?.sha256);
    expect(empty?.key).not.toBe(none?.key);
  });

  test('of a blocked user is remediation, user and time together', () => {
    const row = (id: string, mode: string) =>
      `{"remediationId":${id},"userId":"u","blockDateTime":"2026-11-01T00:00:00Z","userBlockMode":"${mode}"}`;
    const [one, again, other, none] = rowsOf(
      [row('"r"', 'Blocked'), row('"r"', 'blocked'), row('"s"', 'Blocked'), row('null', 'Blocked')],
      'blocked-users',
    );
    expect(one?.key).toBe(again?.key);
    expect(other?.key).not.toBe(one?.key);
    expect(none?.key).toBe(none?.sha256);
  });
});

describe('a page', () => {
  test('has Graph’s link in any case of letters; a null is none', () => {
    expect(open('{"value":[],"@odata.nextLink":"https://g/x"}').nextLink).toBe('https://g/x');
    expect(open('{"@odata.NextLink":"https://g/y","value":[]}').nextLink).toBe('https://g/y');
    expect(open('{"value":[],"@odata.nextLink":null}').nextLink).toBeUndefined();
  });

  test.each([
    ['HTML', '<html>', 'refused'],
    ['no rows', '{"error":{}}', 'refused'],
    ['something else than rows', '{"value":[1]}', 'refused'],
    ['an end that is missing', '{"value":[{"id":"a"}', 'unavailable'],
  ])('with %s is thrown', (_, text, meaning) => {
    expect(() => open(text)).toThrow(
      expect.objectContaining({ name: 'GraphError', meaning, requestId: 'r-1' }),
    );
  });
});
