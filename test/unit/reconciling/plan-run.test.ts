/** Which run a request leads to: all 30 days, what may have appeared since, later, or nothing. */
import { describe, expect, test } from '@jest/globals';
import type { ReconcileRequest } from '../../../src/model/archive-request.ts';
import { beginSweep } from '../../../src/model/sweep.ts';
import { type EarlierRuns, planRun, type RunPlan } from '../../../src/reconciling/plan-run.ts';

const now = new Date('2026-11-21T12:17:00.000Z');
const oldest = '2026-10-22T12:22:00.000Z';
const at = (time: string) => new Date(`2026-11-21T${time}:00Z`);

const afterFull: EarlierRuns = {
  fullStartedAt: at('00:17'),
  lastStartedAt: at('11:17'),
  lastFrom: new Date('2026-11-20T01:47:00Z'),
  paused: undefined,
  expiringRunId: 'the run',
};

function plan(request: Partial<ReconcileRequest> = {}, memory: Partial<EarlierRuns> = {}): RunPlan {
  const asked: ReconcileRequest = { schema: 1, kind: 'reconcile', cause: 'schedule', ...request };
  return planRun(asked, { ...afterFull, ...memory }, now);
}

function fromOf(result: RunPlan): string {
  return result.action === 'run' ? `${result.scope} ${result.sweep.from}` : result.action;
}

describe('a run covers all that Graph has', () => {
  test.each<[string, Partial<ReconcileRequest>, Partial<EarlierRuns>]>([
    ['when there has never been one', {}, { fullStartedAt: undefined, lastStartedAt: undefined }],
    ['as the first of a UTC day', {}, { fullStartedAt: new Date('2026-11-20T23:59:59Z') }],
    ['when it is asked for', { cause: 'operator', full: true }, {}],
    [
      'also when Graph asks on a new day',
      { cause: 'missed' },
      { fullStartedAt: new Date('2026-11-20T00:17:00Z') },
    ],
  ])('%s', (_, request, memory) => {
    expect(fromOf(plan(request, memory))).toBe(`full ${oldest}`);
  });
});

describe('a later run', () => {
  test('looks back by the longest call and the time to write its record, from the last run on', () => {
    expect(fromOf(plan())).toBe('recent 2026-11-20T02:47:00.000Z');
  });

  test('looks back further after a gap: nothing since the last run is left out', () => {
    const lastStartedAt = new Date('2026-11-10T11:17:00Z');
    expect(fromOf(plan({}, { lastStartedAt }))).toBe('recent 2026-11-09T02:47:00.000Z');
  });

  test('looks back from when notifications may be missing', () => {
    const since = '2026-11-21T09:00:00.000Z';
    expect(fromOf(plan({ cause: 'subscription-created', since }))).toBe('recent 2026-11-20T00:30:00.000Z');
  });

  test('never looks beyond what Graph has', () => {
    expect(fromOf(plan({ since: '2026-01-01T00:00:00.000Z' }))).toBe(`recent ${oldest}`);
  });
});

describe('one at a time', () => {
  const paused = { runId: 'other', until: at('12:30') };
  const sweep = {
    runId: 'mine',
    startedAt: '2026-11-21T12:00:00.000Z',
    from: oldest,
    to: '2026-11-21T12:00:00.000Z',
  };
  const run = { scope: 'full', sweep, progress: beginSweep(sweep) } as const;

  test('a request waits while another run is between two parts', () => {
    expect(plan({}, { paused })).toEqual({ action: 'wait' });
  });

  test('an operator’s request overtakes a run that waits because Graph asked it to, and no other', () => {
    const waiting = { ...paused, until: at('13:02') };
    expect(fromOf(plan({ cause: 'operator' }, { paused: waiting }))).toMatch(/^recent /);
    expect(plan({ cause: 'operator' }, { paused })).toEqual({ action: 'wait' });
    expect(plan({ cause: 'missed' }, { paused: waiting })).toEqual({ action: 'wait' });
  });

  test('a run that was not heard of for long does not hold anybody up', () => {
    expect(fromOf(plan({}, { paused: { ...paused, until: at('12:16') } }))).toMatch(/^recent /);
  });

  test('a run is resumed with the scope that it has', () => {
    expect(plan({ run }, { paused: { ...paused, runId: 'mine' } })).toEqual({
      action: 'run',
      scope: 'full',
      sweep,
    });
    expect(plan({ run })).toEqual({ action: 'run', scope: 'full', sweep });
  });

  test('a run whose place another one has taken ends', () => {
    expect(plan({ run }, { paused })).toEqual({ action: 'covered' });
    expect(plan({ run }, { lastStartedAt: at('12:10') })).toEqual({ action: 'covered' });
  });
});

describe('a request is covered by a run that began after it', () => {
  test.each<[string, Partial<ReconcileRequest>, string]>([
    ['asked before the last run began', { askedAt: '2026-11-21T11:16:59.000Z' }, 'covered'],
    ['asked after it began', { askedAt: '2026-11-21T11:17:01.000Z' }, 'run'],
    ['asked before it, for all days', { askedAt: '2026-11-21T11:16:59.000Z', full: true }, 'run'],
    [
      'asked before the last full run, for all days',
      { askedAt: '2026-11-21T00:16:00.000Z', full: true },
      'covered',
    ],
    [
      'asked before it, but since a time that it did not look back to',
      { askedAt: '2026-11-21T11:16:59.000Z', since: '2026-11-20T11:00:00.000Z' },
      'run',
    ],
    ['of the timer', {}, 'run'],
  ])('%s: %j leads to "%s"', (_, request, action) => {
    expect(plan({ cause: 'missed', ...request }).action).toBe(action);
  });
});

describe('counting again what is about to be forgotten', () => {
  const recount = { runId: 'the run', round: 1 };

  test('looks at the days that such a call can have started on', () => {
    const result = plan({ cause: 'expiring', recount });
    expect(result).toMatchObject({
      action: 'run',
      scope: 'expiring',
      sweep: { from: oldest, to: '2026-10-26T18:22:00.000Z' },
    });
  });

  test('is covered when a newer run has counted', () => {
    expect(plan({ cause: 'expiring', recount: { ...recount, runId: 'older' } })).toEqual({
      action: 'covered',
    });
  });
});
