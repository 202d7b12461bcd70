/** The rows of `ArchiveState`: what is written is read again, and archives that exist keep their columns. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { graphMeanings } from '../../../src/errors.ts';
import type { StateRow } from '../../../src/ports/state-store.ts';
import { healthRow } from '../../../src/state/health-state.ts';
import { intakeRow } from '../../../src/state/intake-state.ts';
import { reconcileRow } from '../../../src/state/reconcile-state.ts';
import { reportRow } from '../../../src/state/report-state.ts';
import { roundRow } from '../../../src/state/round-state.ts';
import { subscriptionProblems, subscriptionRow } from '../../../src/state/subscription-state.ts';
import type { TypedRow } from '../../../src/state/typed-row.ts';

const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const day = time.map((date) => date.toISOString().slice(0, 10));
const text = fc.string({ minLength: 1 });
const count = fc.nat();
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const days = fc.array(fc.record({ from: day, to: day }), { maxLength: 3 });

interface RowCase<State> {
  row: TypedRow<State>;
  state: fc.Arbitrary<State>;
  /** As they are stored. */
  columns: string;
}

const cases: RowCase<never>[] = [
  rowCase(
    subscriptionRow,
    'subscription_id secret_fingerprint created_at renewed_at expires_at checked_at problem advice',
    fc.record({
      id: maybe(text),
      secretFingerprint: maybe(text),
      createdAt: maybe(time),
      renewedAt: maybe(time),
      expiresAt: maybe(time),
      checkedAt: maybe(time),
      failure: maybe(fc.record({ problem: fc.constantFrom(...subscriptionProblems), advice: fc.string() })),
    }),
  ),
  rowCase(
    reconcileRow,
    'scope started_at completed_at from listed missing unreadable newest_call_ended_at full_started_at full_completed_at ' +
      'full_unreadable expiring_run_id expiring_unarchived expiring_days expiring_counted_at going_on going_on_until ' +
      'problem failed_at endless_runs',
    fc.record({
      lastScope: maybe(fc.constantFrom('full' as const, 'recent' as const)),
      lastStartedAt: maybe(time),
      lastCompletedAt: maybe(time),
      lastFrom: maybe(time),
      listed: maybe(count),
      missing: maybe(count),
      unreadable: maybe(count),
      newestCallEndedAt: maybe(time),
      fullStartedAt: maybe(time),
      fullCompletedAt: maybe(time),
      fullUnreadable: maybe(count),
      expiringRunId: maybe(text),
      expiringUnarchived: maybe(count),
      expiringDays: fc.dictionary(day, count, { noNullPrototype: true }),
      expiringCountedAt: maybe(time),
      paused: maybe(fc.record({ runId: text, until: time })),
      failure: maybe(
        fc.record({ meaning: fc.constantFrom(...graphMeanings), message: fc.string(), at: maybe(time) }),
      ),
      endlessRuns: count,
    }),
  ),
  rowCase(
    reportRow('sms'),
    'first_day due_days read_from read_to graph_from window_days completed_at failed_days problem advice ' +
      'failed_meaning failed_at failed_round failed_tries retry_at undated_rows undated_at',
    fc.record({
      firstDay: day,
      due: days,
      readFrom: maybe(day),
      readTo: maybe(day),
      graphFrom: maybe(day),
      windowDays: fc.integer({ min: 1, max: 30 }),
      completedAt: maybe(time),
      failure: maybe(
        fc.record({
          days,
          problem: fc.string(),
          advice: fc.string(),
          meaning: fc.constantFrom(...graphMeanings),
          at: time,
          round: fc.string(),
          tries: count,
          retryAt: maybe(time),
        }),
      ),
      undated: maybe(fc.record({ rows: count, at: time })),
    }),
  ),
  rowCase(roundRow, 'round started_at', fc.record({ round: maybe(text), startedAt: maybe(time) })),
  rowCase(intakeRow('dropped'), 'at reason', fc.record({ at: maybe(time), reason: maybe(text) })),
  rowCase(
    healthRow,
    'status failed checked_at due_by since',
    fc.record({
      status: fc.constantFrom('ok' as const, 'at-risk' as const),
      failed: fc.array(fc.constantFrom('storage', 'reconcile')),
      checkedAt: time,
      dueBy: time,
      since: time,
    }),
  ),
];

function rowCase<State>(row: TypedRow<State>, columns: string, state: fc.Arbitrary<State>): RowCase<never> {
  return { row, state, columns } as unknown as RowCase<never>;
}

describe.each(cases.map((one) => ({ name: one.row.name, ...one })))(
  'the row $name',
  ({ row, state, columns }) => {
    const names = columns.split(' ');

    test('gives back what was written', () => {
      fc.assert(
        fc.property(state, (written) => {
          expect(row.parse(row.format(written))).toEqual(written);
        }),
      );
    });

    test('has the columns of archives that exist', () => {
      const used = new Set<string>();
      fc.assert(
        fc.property(state, (written) => {
          for (const name of Object.keys(row.format(written))) used.add(name);
        }),
      );
      expect([...used].sort()).toEqual([...names].sort());
    });

    test('is read whatever its columns hold, and then written and read alike', () => {
      const junk = fc.oneof(
        fc.string(),
        fc.constantFrom('', '-1', '{"a":-1}', '[]', '2026-13-99T99:99Z', 'NaN'),
      );
      const columnsOfJunk = fc.record(Object.fromEntries(names.map((name) => [name, junk])), {
        requiredKeys: [],
      });
      fc.assert(
        fc.property(columnsOfJunk, (malformed) => {
          const parsed = row.parse(malformed as StateRow);
          expect(row.parse(row.format(parsed))).toEqual(parsed);
        }),
      );
    });
  },
);

test('an absent row is not taken for one without columns', () => {
  expect(reconcileRow.parse({})).toMatchObject({ fullStartedAt: undefined, expiringDays: {} });
  expect(healthRow.parse({})).toMatchObject({ status: 'at-risk', dueBy: new Date(0) });
});

test('a problem that another version of the app wrote counts as one', () => {
  expect(subscriptionRow.parse({ problem: 'moon', advice: 'Wait' }).failure).toEqual({
    problem: 'graph',
    advice: 'Wait',
  });
  expect(reconcileRow.parse({ problem: 'moon' }).failure).toMatchObject({
    meaning: 'unavailable',
    message: 'moon',
  });
});

test('nothing outside src/state sees the columns of a row', async () => {
  const sees: string[] = [];
  for await (const path of glob('{src,functions}/**/*.ts')) {
    const isAllowed = /^src\/(state\/|ports\/state-store\.ts|adapters\/storage\/table-state-store\.ts)/.test(
      path,
    );
    if (!isAllowed && /\bStateRow\b|\bstate\.(read|write)\(/.test(readFileSync(path, 'utf8')))
      sees.push(path);
  }
  expect(sees).toEqual([]);
});
