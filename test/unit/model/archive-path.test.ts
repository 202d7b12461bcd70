// The blob names that other programs read the archive by (design §3).
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatVersion,
  parseRecordPath,
  type RecordVersion,
  recordPath,
  refusedPath,
} from '../../../src/model/archive-path.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const callId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';
const good = `records/v1/tenant=${tenantId}/date=2026-11-20/${callId}.v000002.json.gz`;

test.each([
  ['1', 'v000001'],
  ['2', 'v000002'],
  ['999999', 'v999999'],
  ['1000000', 'v1000000'],
  ['9007199254740993', 'v9007199254740993'],
])('version %s is written as %s', (version, text) => {
  expect(formatVersion(version)).toBe(text);
});

test('a record lies under its tenant and its own day', () => {
  expect(recordPath({ tenantId, callId, version: '2', callDay: '2026-11-20' })).toBe(good);
});

describe('parseRecordPath', () => {
  const guid = fc.uuid();
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const version = fc.bigInt({ min: 1n, max: 2n ** 64n }).map(String);

  test('gives back what recordPath was made from, for versions above 2^53 too', () => {
    fc.assert(
      fc.property(guid, guid, day, version, (someTenant, someCall, callDay, digits) => {
        const record: RecordVersion = {
          tenantId: someTenant,
          callId: someCall,
          version: digits,
          callDay,
        };
        expect(parseRecordPath(recordPath(record))).toEqual(record);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test.each([
    ['another layout version', good.replace('records/v1', 'records/v2')],
    ['a folder before it', `x/${good}`],
    ['a text after it', `${good}.tmp`],
    ['a line end after it', `${good}\n`],
    ['upper-case ids', good.replace(callId, callId.toUpperCase())],
    ['a call id that is too short', good.replace(callId, callId.slice(1))],
    ['a short version', good.replace('v000002', 'v2')],
    ['no version', good.replace('.v000002', '')],
    ['a date in another form', good.replace('2026-11-20', '20261120')],
    ['another end', good.replace('.json.gz', '.json')],
    ['a file of the call reports', `reports/v1/tenant=${tenantId}/report=sms/date=2026-11-20/x.ndjson.gz`],
    ['nothing', ''],
  ])('knows no record behind a name with %s', (_, name) => {
    expect(parseRecordPath(name)).toBeUndefined();
  });
});

test('an answer that was set aside is named by the day and the UTC time of the refusal', () => {
  expect(refusedPath(callId, new Date('2026-11-21T03:15:00.789Z'))).toBe(
    `refused/v1/date=2026-11-21/${callId}.20261121T031500Z`,
  );
});
