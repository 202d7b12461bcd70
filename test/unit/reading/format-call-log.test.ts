/** The report rows of a call as text. */
import { expect, test } from '@jest/globals';
import { parseCallLogRow } from '../../../src/model/call-log-row.ts';
import type { RowMatch } from '../../../src/model/match-call-log.ts';
import { formatCallLog } from '../../../src/reading/format-call-log.ts';

const layout = { width: 100, formatTime: (time: Date) => time.toISOString().slice(11, 16) };

function match(
  report: 'pstn-calls' | 'direct-routing-calls',
  members: object,
  rest: Pick<RowMatch, 'certainty' | 'because'>,
): RowMatch {
  const row = parseCallLogRow(
    report,
    JSON.stringify({ startDateTime: '2026-03-14T10:05:00Z', duration: 600, ...members }),
  );
  if (!row) throw new Error('The row has a time');
  return { row, ...rest };
}

test('says what each row says, how sure it is that it belongs to the call, and why; numbers as Graph gave them', () => {
  const pstn = {
    callerNumber: '0049 30/123',
    calleeNumber: '+4930123456***',
    charge: 0.125,
    currency: 'EUR',
  };
  const trunk = {
    finalSipCode: 487,
    finalSipCodePhrase: 'Request terminated',
    trunkFullyQualifiedDomainName: 'sbc.contoso.example',
    callerNumber: 'anonymous\u001b[2J',
  };
  expect(
    formatCallLog(
      [
        match('direct-routing-calls', trunk, { certainty: 'certain', because: ['id'] }),
        match('pstn-calls', pstn, { certainty: 'likely', because: ['user', 'number', 'time'] }),
      ],
      layout,
    ),
  ).toEqual([
    '',
    '2 rows of the call reports',
    '  certain (the same id): direct-routing-calls, 10:05 – 10:15, anonymous\\u001b[2J → unknown, SIP',
    '    487 Request terminated, over sbc.contoso.example',
    '  likely (the same user, number, time): pstn-calls, 10:05 – 10:15, 0049 30/123 → +4930123456***,',
    '    charge 0.125 EUR',
  ]);
});

test('says nothing where there is no row', () => {
  expect(formatCallLog([], layout)).toEqual([]);
});
