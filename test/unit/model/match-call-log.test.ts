/** Which rows of the PSTN and direct-routing reports belong to a call, and how sure that is. */
import { describe, expect, test } from '@jest/globals';
import { type CallLog, parseCallLogRow } from '../../../src/model/call-log-row.ts';
import { type CallToMatch, hasNumber, matchCallLog } from '../../../src/model/match-call-log.ts';

const anna = '7e1a0c2d-0000-4000-8000-00000000000a';
const call: CallToMatch = {
  callId: 'e523d2ed-2966-4b6b-925b-754a88034cc5',
  startedAt: new Date('2026-03-14T10:00:00Z'),
  endedAt: new Date('2026-03-14T10:20:00Z'),
  keys: [`id:${anna}`, 'phone:+4930123456***'],
};

function row(members: Record<string, unknown>, report: CallLog = 'pstn-calls') {
  const start = { startDateTime: '2026-03-14T10:05:00Z', endDateTime: '2026-03-14T10:15:00Z' };
  const parsed = parseCallLogRow(report, JSON.stringify({ ...start, ...members }));
  if (!parsed) throw new Error('The row has a time');
  return parsed;
}

const judge = (members: Record<string, unknown>) =>
  matchCallLog(call, [row(members)]).map(({ certainty, because }) => [certainty, because.join()].join(' '));

describe('a row belongs to a call', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['certainly where it names its id', { correlationId: call.callId.toUpperCase() }, ['certain id']],
    [
      'certainly by its id at any time',
      { callId: call.callId, startDateTime: '2026-03-20T10:00:00Z', endDateTime: null },
      ['certain id'],
    ],
    [
      'likely by user and number',
      { userId: anna.toUpperCase(), calleeNumber: '+4930123456789' },
      ['likely user,number,time'],
    ],
    [
      'likely by user and start',
      { userId: anna, startDateTime: '2026-03-14T09:59:10Z' },
      ['likely user,start'],
    ],
    ['possibly by user and time', { userId: anna }, ['possible user,time']],
    [
      'possibly by number and time, where it names nobody',
      { userId: null, callerNumber: '004930123456***' },
      ['possible number,time'],
    ],
    ['not by time alone', {}, []],
    ['not by another user', { userId: call.callId }, []],
    ['not by a number that differs in a digit that is shown', { callerNumber: '+4930123457***' }, []],
    ['not by a number of which nearly nothing is shown', { callerNumber: '+493*********' }, []],
    [
      'not by user at another time',
      { userId: anna, startDateTime: '2026-03-14T10:23:00Z', endDateTime: '2026-03-14T10:24:00Z' },
      [],
    ],
  ])('%s', (_, members, expected) => {
    expect(judge(members)).toEqual(expected);
  });

  test('two minutes before its start or after its end, for clocks differ', () => {
    expect(
      judge({ userId: anna, startDateTime: '2026-03-14T10:22:00Z', endDateTime: null, duration: 5 }),
    ).toEqual(['possible user,time']);
    expect(
      judge({ userId: anna, startDateTime: '2026-03-14T09:50:00Z', endDateTime: null, duration: 481 }),
    ).toEqual(['possible user,time']);
  });

  test('although it failed before it began: its invite counts', () => {
    const failed = {
      startDateTime: '0001-01-01T00:00:00Z',
      inviteDateTime: '2026-03-14T10:00:30Z',
      endDateTime: '0001-01-01T00:00:00Z',
    };
    expect(judge({ ...failed, userId: anna })).toEqual(['likely user,start']);
  });

  test('and the surest comes first, of equals the earlier', () => {
    const rows = [
      row({ userId: anna, text: 'second', startDateTime: '2026-03-14T10:06:00Z' }),
      row({ userId: anna, text: 'first' }),
      row({ correlationId: call.callId }),
    ];
    expect(matchCallLog(call, rows).map(({ row: { text } }) => JSON.parse(text).text)).toEqual([
      undefined,
      'first',
      'second',
    ]);
  });
});

describe('a number', () => {
  test.each([
    ['+49 30 123456-789', true],
    ['+4930123456*23', true],
    ['+4930123456', false],
    ['+4930123456999', true],
    ['+4930123455789', false],
  ])('%s is found among masked ones: %p', (number, found) => {
    expect(hasNumber(row({ callerNumber: '+4930123456***' }), number)).toBe(found);
  });
});

describe('a line', () => {
  test.each([
    '',
    'null',
    '[]',
    '{"id":"a"}',
    '{"startDateTime":"0001-01-01T00:00:00Z"}',
    '{"startDateTime":5}',
  ])('%j is not a row with a time', (line) => {
    expect(parseCallLogRow('pstn-calls', line)).toBeUndefined();
  });

  test('keeps Graph’s own text', () => {
    const line = '{ "startDateTime":"2026-03-14T10:00:00Z","charge":1.0 }';
    expect(parseCallLogRow('pstn-calls', line)?.text).toBe(line);
  });
});
