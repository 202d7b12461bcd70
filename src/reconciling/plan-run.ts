/** Which run a request to reconcile leads to, as a pure decision on what is known of earlier runs (design §7). */
import { expiringMs } from '../model/after-refusal.ts';
import type { ReconcileRequest } from '../model/archive-request.ts';
import { oldestStart, utcDay } from '../model/day-window.ts';
import { hourMs, minuteMs } from '../model/durations.ts';
import { makeSweep, type Sweep } from '../model/sweep.ts';
import type { ReconcileState } from '../state/reconcile-state.ts';

/** What is known of earlier runs. */
export type EarlierRuns = Pick<
  ReconcileState,
  'fullStartedAt' | 'lastStartedAt' | 'lastFrom' | 'paused' | 'expiringRunId'
>;

export type RunScope = NonNullable<ReconcileRequest['run']>['scope'];

export type RunPlan =
  | { action: 'run'; scope: RunScope; sweep: Sweep }
  /** Another run is between two of its parts. */
  | { action: 'wait' }
  /** A run that began after the request has done its work, or another run has taken this one's place. */
  | { action: 'covered' };

/**
 * A record that appears now may belong to a call that started this long ago: Teams ends a meeting after 30 hours
 * (learn.microsoft.com/microsoftteams/limits-specifications-teams), and Graph takes up to 150 minutes to write its
 * record (graph-facts §3).
 */
const maxCallMs = 30 * hourMs;
const writingMs = 150 * minuteMs;
const appearsWithinMs = maxCallMs + writingMs;

/** A paused run that is overdue by more than this is given up. */
export const graceMs = 15 * minuteMs;

export function planRun(request: ReconcileRequest, memory: EarlierRuns, now: Date): RunPlan {
  const { run } = request;
  const { paused } = memory;
  const isOtherPaused = paused !== undefined && paused.until > now && paused.runId !== run?.sweep.runId;
  if (run) {
    const isOutdated =
      memory.lastStartedAt !== undefined && memory.lastStartedAt > new Date(run.sweep.startedAt);
    if (run.scope !== 'expiring' && (isOtherPaused || isOutdated)) return { action: 'covered' };
    return { action: 'run', scope: run.scope, sweep: run.sweep };
  }
  if (isOtherPaused && !mayOvertake(request, paused.until, now)) return { action: 'wait' };
  if (request.cause === 'expiring') return planRecount(request, memory, now);
  const plan = planFresh(request, memory, now);
  return isCovered(request, plan.sweep, memory) ? { action: 'covered' } : plan;
}

/** What an operator asks for is tried at once, even while another run waits because Graph asked it to. */
function mayOvertake({ cause }: ReconcileRequest, givenUpAt: Date, now: Date): boolean {
  return cause === 'operator' && givenUpAt.getTime() - graceMs > now.getTime();
}

/** The first run of a UTC day covers all that Graph has; the others what may have appeared since the last one. */
function planFresh(request: ReconcileRequest, memory: EarlierRuns, now: Date): RunPlan & { action: 'run' } {
  const { fullStartedAt, lastStartedAt } = memory;
  const isFirstOfDay = fullStartedAt === undefined || utcDay(fullStartedAt) !== utcDay(now);
  const oldest = oldestStart(now);
  if (request.full || isFirstOfDay || !lastStartedAt) {
    return { action: 'run', scope: 'full', sweep: makeSweep({ from: oldest }, now) };
  }
  const since = Math.min(lastStartedAt.getTime(), request.since ? Date.parse(request.since) : Infinity);
  const from = new Date(Math.max(oldest.getTime(), since - appearsWithinMs));
  return { action: 'run', scope: 'recent', sweep: makeSweep({ from }, now) };
}

/** The days on which a call about to be forgotten can have started: its last 72 hours, and its own length. */
function planRecount(request: ReconcileRequest, memory: EarlierRuns, now: Date): RunPlan {
  if (request.recount?.runId !== memory.expiringRunId) return { action: 'covered' };
  const oldest = oldestStart(now);
  const to = new Date(oldest.getTime() + expiringMs + maxCallMs);
  return { action: 'run', scope: 'expiring', sweep: makeSweep({ from: oldest, to }, now) };
}

function isCovered({ askedAt, full, since }: ReconcileRequest, wanted: Sweep, memory: EarlierRuns): boolean {
  if (askedAt === undefined) return false;
  const { fullStartedAt, lastStartedAt, lastFrom } = memory;
  const began = full ? fullStartedAt : lastStartedAt;
  if (!began || !lastFrom || began <= new Date(askedAt)) return false;
  return full || since === undefined || lastFrom <= new Date(wanted.from);
}
