/** The blob names that other programs read the archive by (design §3). */
import { expect, test } from '@jest/globals';
import {
  formatReportRun,
  formatVersion,
  parseReportPath,
  parseReportRun,
  recordPath,
  refusedPath,
  reportPath,
} from '../../../src/model/archive-path.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const callId = 'e523d2ed-2966-4b6b-925b-754a88034cc5';

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
  expect(recordPath({ tenantId, callId, version: '2', callDay: '2026-11-20' })).toBe(
    `records/v1/tenant=${tenantId}/date=2026-11-20/${callId}.v000002.json.gz`,
  );
});

test('a run of a report lies under its tenant, its report and the day of its rows, and says both again', () => {
  const runId = formatReportRun(new Date('2026-11-21T03:15:00.789Z'));
  const path = reportPath(tenantId, 'pstn-calls', '2026-11-19', runId);
  expect(path).toBe(
    `reports/v1/tenant=${tenantId}/report=pstn-calls/date=2026-11-19/20261121T031500Z.ndjson.gz`,
  );
  expect(parseReportPath(path)).toEqual({ day: '2026-11-19', runId });
  expect(parseReportPath(path.replace('.gz', '.zip'))).toBeUndefined();
  expect(parseReportRun(runId)).toEqual(new Date('2026-11-21T03:15:00Z'));
});

test('an answer that was set aside is named by the day and the UTC time of the refusal', () => {
  expect(refusedPath(callId, new Date('2026-11-21T03:15:00.789Z'))).toBe(
    `refused/v1/date=2026-11-21/${callId}.20261121T031500.789Z`,
  );
});
