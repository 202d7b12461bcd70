/** Whether a call report is archived in time, by its row of `ArchiveState`. */
import { expect, test } from '@jest/globals';
import { judgeReport } from '../../../src/health/checks/report.ts';
import { dayMs, hourMs } from '../../../src/model/durations.ts';
import { reportRow } from '../../../src/state/report-state.ts';
import { ago, startsAt } from './health-world.ts';

const day = (ms: number) => ago(ms).toISOString().slice(0, 10);
const nextRun = (after: Date) => new Date(Math.floor(after.getTime() / dayMs + 1) * dayMs + 3 * hourMs);
const judge = (row: Record<string, string> | undefined, since = ago(10 * dayMs)) =>
  judgeReport(row && reportRow('sms').parse(row), { now: startsAt, since, nextRun }, 'az rest …');

const read = {
  first_day: day(10 * dayMs),
  read_from: day(376 * dayMs),
  read_to: day(0),
  due_days: '',
  failed_days: '',
  completed_at: ago(8 * hourMs).toISOString(),
};
const failed = {
  ...read,
  due_days: `${day(dayMs)}..${day(0)}`,
  failed_days: `${day(dayMs)}..${day(0)}`,
  problem: 'GraphError: Asking Graph: it answered 403 Forbidden',
  advice: 'Grant the permission.',
  failed_meaning: 'denied',
  failed_at: ago(hourMs).toISOString(),
};

test('a report that was read as far as it was due is fine, and says how far', () => {
  expect(judge(read)).toEqual({
    state: 'ok',
    advice: '',
    facts: expect.objectContaining({
      firstDay: read.first_day,
      readFrom: read.read_from,
      readTo: read.read_to,
    }),
  });
});

test('a first round that is under way is fine', () => {
  const row = { first_day: day(0), due_days: `${day(366 * dayMs)}..${day(100 * dayMs)}` };
  expect(judge(row, ago(9 * hourMs)).state).toBe('ok');
});

test('days that failed are a warning with what to do', () => {
  expect(judge(failed)).toMatchObject({
    state: 'warn',
    advice: 'Grant the permission. To grant it: az rest …',
    facts: { failedDays: failed.failed_days, problem: failed.problem },
  });
  expect(judge({ ...failed, failed_meaning: 'unavailable' }).advice).toBe('Grant the permission.');
});

test('a report that could be read, and then not for two weeks, has failed; one that never could is a warning', () => {
  expect(judge({ ...failed, read_to: day(15 * dayMs) }).state).toBe('fail');
  expect(judge({ ...failed, read_to: '' }).state).toBe('warn');
});

test('rows without a time have failed for two days since they were met last, whatever else was read', () => {
  const met = (ms: number) => ({ ...read, undated_rows: '2500', undated_at: ago(ms).toISOString() });
  expect(judge(met(dayMs))).toMatchObject({
    state: 'fail',
    advice: expect.stringContaining('refused/v1/'),
    facts: { undatedRows: 2500 },
  });
  expect(judge({ ...failed, ...met(hourMs) })).toMatchObject({ state: 'fail', facts: { undatedRows: 2500 } });
  expect(judge(met(2 * dayMs)).state).toBe('ok');
});

test('a round that is late for a day is a warning, also the very first', () => {
  expect(judge({ ...read, completed_at: ago(32 * hourMs).toISOString() }).state).toBe('ok');
  expect(judge({ ...read, completed_at: ago(2 * dayMs).toISOString() })).toMatchObject({
    state: 'warn',
    advice: expect.stringContaining('reports-schedule'),
  });
  expect(judge(undefined, ago(hourMs)).state).toBe('ok');
  expect(judge(undefined).state).toBe('warn');
});
