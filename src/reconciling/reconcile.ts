/**
 * Compares what Graph has with what the archive has, and requests the difference. One run at a time across all instances;
 * one whose time is over is resumed by a message that says how far it has come.
 */
import type { ReconcileRequest } from '../model/archive-request.ts';
import { minuteMs } from '../model/durations.ts';
import type { Sweep, SweepProgress } from '../model/sweep.ts';
import type { StateStore } from '../ports/state-store.ts';
import { sealingRow } from '../state/sealing-state.ts';
import { readState } from '../state/typed-row.ts';
import { type CallAsker, makeCallAsker } from './ask-calls.ts';
import { askDueFailures } from './ask-failures.ts';
import { keepsListOf } from './days-to-list.ts';
import { busyDelayMs, type ListRunTools, listAlone, partTimeMs, runListPart } from './list-run.ts';
import { graceMs, planRun, type RunScope } from './plan-run.ts';
import { makeReconcileMemory, type ReconcileMemory, sumDays } from './reconcile-memory.ts';

export interface ReconcileTools extends ListRunTools {
  state: StateStore;
  /** Sees to the README of the archive's container before a run. Never throws. */
  keepReadme(): Promise<void>;
}

/** Handles a request of the timer, of Graph or of an operator, or a run's own to be resumed. */
export type Reconcile = (request: ReconcileRequest) => Promise<void>;

/** Calls about to be forgotten have been requested; they are recounted after 1, 2, 4 … at most 30 minutes. */
const firstRecountMs = minuteMs;
const maxRecountMs = 30 * minuteMs;

interface Part {
  request: ReconcileRequest;
  scope: RunScope;
  sweep: Sweep;
  memory: ReconcileMemory;
  deadline: Date;
  held: AbortSignal;
}

export function makeReconcile(tools: ReconcileTools): Reconcile {
  const memory = makeReconcileMemory(tools.state);

  async function work(request: ReconcileRequest, held: AbortSignal): Promise<void> {
    const plan = planRun(request, await memory.read(), tools.now());
    if (plan.action === 'wait') return requeue(request, tools);
    if (plan.action === 'covered') {
      return tools.note('reconciling.covered', { cause: request.cause, run_id: request.run?.sweep.runId });
    }
    if (!request.run) await tools.ledger.tidy();
    const { scope, sweep } = plan;
    const deadline = new Date(tools.now().getTime() + partTimeMs);
    return runPart({ request, scope, sweep, memory, deadline, held }, tools);
  }

  return async (request) => {
    await tools.keepReadme();
    const ran = await listAlone(tools, (held) => work(request, held));
    if (!ran) await requeue(request, tools);
  };
}

/** The timer calls again by itself. */
async function requeue(request: ReconcileRequest, { queue, note }: ReconcileTools): Promise<void> {
  note('reconciling.busy', { cause: request.cause });
  if (request.cause !== 'schedule' || request.run) await queue.send(request, { delayMs: busyDelayMs });
}

async function runPart(part: Part, tools: ReconcileTools): Promise<void> {
  const { request, scope, sweep, memory, deadline, held } = part;
  if (!request.run) {
    const facts = { run_id: sweep.runId, scope, cause: request.cause };
    tools.note('reconciling.started', { ...facts, from: sweep.from, to: sweep.to });
  }
  const sealing = await readState(sealingRow, tools.state);
  const result = await runListPart(
    {
      scope,
      cause: request.cause,
      sweep,
      progress: request.run?.progress,
      deadline,
      asker: scope === 'expiring' ? onlyCounts : makeCallAsker(tools, 'reconcile', { insists: false }),
      keepsEvidence: scope !== 'expiring',
      keepsList: (day) => scope === 'full' && keepsListOf(day, sweep.startedAt, sealing),
      resume: (progress, delayMs) => resume(part, progress, delayMs, tools),
      retries: true,
    },
    held,
    tools,
  );
  switch (result.outcome) {
    case 'paused':
      return;
    case 'aborted':
      // The failure ledger has its turn although the list has failed.
      if (scope !== 'expiring') await askDueFailures({ deadline, held }, tools);
      held.throwIfAborted();
      return memory.noteFailed(result.error, tools.now());
    case 'done':
      if (scope === 'expiring') return finishRecount(request, result.progress, memory, tools);
      return finish(part, scope, result.progress, tools);
  }
}

const onlyCounts: CallAsker = { ask: async () => false, flush: async () => undefined };

async function resume(
  { request, scope, sweep, memory }: Part,
  progress: SweepProgress,
  delayMs: number,
  { queue, now }: ReconcileTools,
): Promise<void> {
  await queue.send({ ...request, run: { scope, sweep, progress } }, { delayMs });
  if (scope === 'expiring') return;
  await memory.notePaused(sweep.runId, new Date(now().getTime() + delayMs + graceMs));
}

async function finish(
  { request, sweep, memory, deadline, held }: Part,
  scope: 'full' | 'recent',
  progress: SweepProgress,
  tools: ReconcileTools,
): Promise<void> {
  const failures = await askDueFailures({ deadline, held }, tools);
  held.throwIfAborted();
  const at = tools.now();
  const expiring = sumDays(progress.expiringDays);
  await memory.noteCompleted({ scope, sweep, progress, at });
  const { total, edgeMovedHours } = progress;
  tools.note('reconciling.completed', {
    run_id: sweep.runId,
    scope,
    cause: request.cause,
    ...total,
    failures_asked: failures.asked,
    failures_lost: failures.lost,
    edge_moved_hours: edgeMovedHours,
    took_ms: at.getTime() - Date.parse(sweep.startedAt),
  });
  // They have just been requested: no alarm yet.
  if (scope === 'full' && expiring > 0) await askForRecount(sweep.runId, 1, tools);
}

async function finishRecount(
  { recount }: ReconcileRequest,
  { expiringDays }: SweepProgress,
  memory: ReconcileMemory,
  tools: ReconcileTools,
): Promise<void> {
  const expiring = sumDays(expiringDays);
  await memory.noteRecounted(expiringDays, tools.now());
  tools.note('reconciling.recounted', { expiring });
  if (expiring === 0 || !recount) return;
  tools.note('reconciling.calls-expiring', { run_id: recount.runId, expiring, round: recount.round });
  await askForRecount(recount.runId, recount.round + 1, tools);
}

async function askForRecount(runId: string, round: number, { queue }: ReconcileTools): Promise<void> {
  const delayMs = Math.min(firstRecountMs * 2 ** (round - 1), maxRecountMs);
  await queue.send(
    { schema: 1, kind: 'reconcile', cause: 'expiring', recount: { runId, round } },
    { delayMs },
  );
}
