/**
 * One part of a run over Graph's list of calls, of a reconcile or a backfill: as far as its time reaches, with evidence
 * of each day. A message resumes what is left, on any instance.
 */
import { endlessPagesCode, formatError, GraphError } from '../errors.ts';
import type { DayWindow } from '../model/day-window.ts';
import { minuteMs } from '../model/durations.ts';
import { beginSweep, type DayCounts, type Sweep, type SweepProgress } from '../model/sweep.ts';
import { delayAfterListFailure, maxListPauseMs } from '../paging/after-list-failure.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { ProofStore } from '../ports/proof-store.ts';
import type { RunAlone } from '../ports/run-alone.ts';
import type { CallAsker } from './ask-calls.ts';
import type { FailureTools } from './ask-failures.ts';
import { keepDayEvidence } from './day-evidence.ts';
import { isWholeDay, makeDayList } from './day-list.ts';
import type { RunScope } from './plan-run.ts';
import { type SweepTools, sweepCalls } from './sweep-calls.ts';

export interface ListRunTools extends SweepTools, FailureTools {
  evidence: EvidenceStore;
  proof: ProofStore;
  runAlone: RunAlone;
}

export interface ListRun {
  scope: RunScope | 'backfill';
  /** Why the run was made. */
  cause: string;
  sweep: Sweep;
  /** How far earlier parts have come. */
  progress: SweepProgress | undefined;
  /** No page is read after this. */
  deadline: Date;
  asker: CallAsker;
  /** Whether the run sees whole days, and leaves evidence of what it saw. */
  keepsEvidence: boolean;
  /** Whether Graph's whole list of this UTC day is kept for its seal. */
  keepsList(day: string): boolean;
  /** Sends the message that resumes the run. */
  resume(progress: SweepProgress, delayMs: number): Promise<void>;
  /** After a failure of Graph: whether the run tries again by itself. */
  retries: boolean;
}

export type ListOutcome =
  | { outcome: 'done'; progress: SweepProgress }
  /** A message resumes the run. */
  | { outcome: 'paused'; progress: SweepProgress }
  /** Graph failed, and no message resumes the run. What was found before has been requested. */
  | { outcome: 'aborted'; progress: SweepProgress; error: GraphError };

/** A message resumes what is not done by then, well before the runtime ends the function. */
export const partTimeMs = 4 * minuteMs;
/** What an operator asks for is tried at once, however long Graph has asked to wait before. */
const operatorCauses = new Set(['operator', 'backfill']);
/** How long a request waits while another run lists. */
export const busyDelayMs = 15_000;

/**
 * Runs the work, unless another run is listing Graph's calls, on any instance: then `false`. Graph's limit for its list
 * counts for the whole app.
 */
export function listAlone(tools: ListRunTools, work: (held: AbortSignal) => Promise<void>): Promise<boolean> {
  return tools.runAlone('reconcile', work);
}

/** Throws what storage throws, and the reason of `held` when another run may be listing. */
export async function runListPart(
  run: ListRun,
  held: AbortSignal,
  tools: ListRunTools,
): Promise<ListOutcome> {
  const { sweep, deadline, asker } = run;
  const progress = run.progress ?? beginSweep(sweep);
  if (!run.progress && operatorCauses.has(run.cause)) tools.pacer.liftHold();
  const result = await sweepCalls(
    { sweep, progress, deadline, held, asker, openList, onDay, onBrokenDay },
    tools,
  );
  // Another run may hold the lease by now: this one sends and remembers nothing more.
  held.throwIfAborted();
  if (result.outcome === 'done') {
    const { brokenDays } = result.progress;
    if (!brokenDays) return result;
    return afterFailure(run, { progress: result.progress, error: endlessDaysError(brokenDays) }, tools);
  }
  if (result.outcome === 'broken') return afterFailure(run, result, tools);
  await resume(run, result.progress, result.afterMs, tools);
  return { outcome: 'paused', progress: result.progress };

  function openList(window: DayWindow, parts: readonly string[] | undefined) {
    const isKept = parts !== undefined || (run.keepsList(window.day) && isWholeDay(window));
    return isKept ? makeDayList(window, sweep, parts ?? [], tools) : undefined;
  }

  async function onDay(window: DayWindow, counts: DayCounts, edgeMovedHours: number): Promise<void> {
    if (!run.keepsEvidence) return;
    const day = { window, counts, edgeMovedHours, comparedAt: tools.now() };
    await keepDayEvidence(day, { tenantId: tools.tenantId, cause: run.cause, sweep }, tools.evidence);
  }

  function onBrokenDay({ day }: DayWindow, error: GraphError): void {
    const facts = { run_id: sweep.runId, scope: run.scope, at: day };
    tools.note('reconciling.broken-off', { ...facts, ...describeError(error) });
  }
}

function describeError(error: GraphError) {
  const { meaning, status, requestId } = error;
  return { error: formatError(error), meaning, status, request_id: requestId };
}

function endlessDaysError(days: readonly string[]): GraphError {
  const message = `Listing calls: Graph’s list of ${days.join(', ')} comes to no end; the other days were compared`;
  return new GraphError(message, { meaning: 'refused', graphCode: endlessPagesCode });
}

async function afterFailure(
  run: ListRun,
  { progress, error }: { progress: SweepProgress; error: GraphError },
  tools: ListRunTools,
): Promise<ListOutcome> {
  const afterMs = run.retries ? delayAfterListFailure(error.meaning, progress.failedTries) : undefined;
  tools.note(afterMs === undefined ? 'reconciling.failed' : 'reconciling.broken-off', {
    run_id: run.sweep.runId,
    scope: run.scope,
    at: progress.at,
    requested: progress.total.requested + progress.day.requested,
    ...describeError(error),
  });
  if (afterMs === undefined) return { outcome: 'aborted', progress, error };
  await resume(run, progress, afterMs, tools);
  return { outcome: 'paused', progress };
}

async function resume(
  { scope, sweep, ...run }: ListRun,
  progress: SweepProgress,
  afterMs: number,
  { note }: ListRunTools,
): Promise<void> {
  const delayMs = Math.min(afterMs, maxListPauseMs);
  await run.resume(progress, delayMs);
  note('reconciling.paused', { run_id: sweep.runId, scope, at: progress.at, after_ms: delayMs });
}
