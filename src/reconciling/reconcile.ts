/**
 * Compares what Graph has with what the archive has, and asks for the difference. One at a time across all instances;
 * a run whose time is over goes on by a message that says how far it has come.
 */
import { formatError, type GraphError } from '../errors.ts';
import type { ReconcileRequest } from '../model/archive-request.ts';
import { beginSweep, type Sweep, type SweepProgress } from '../model/sweep.ts';
import { delayAfterListFailure } from '../paging/after-list-failure.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import { maxDelayMs } from '../ports/request-queue.ts';
import type { RunAlone } from '../ports/run-alone.ts';
import type { StateStore } from '../ports/state-store.ts';
import { type CallAsker, makeCallAsker } from './ask-calls.ts';
import { askDueFailures, type FailureTools } from './ask-failures.ts';
import { planRun, type RunScope } from './plan-run.ts';
import { makeReconcileMemory, type ReconcileMemory, sumDays } from './reconcile-memory.ts';
import { keepReport } from './run-report.ts';
import { type SweepTools, sweepCalls } from './sweep-calls.ts';

export interface ListTools extends SweepTools, FailureTools {
  evidence: EvidenceStore;
  state: StateStore;
  runAlone: RunAlone;
}

export interface ReconcileTools extends ListTools {
  /** Before a run: the archive's container explains itself to whoever opens it. Never throws. */
  keepReadme(): Promise<void>;
}

/** Works off a wish: of the timer, of Graph, of an operator, or a run's own to go on. */
export type Reconcile = (request: ReconcileRequest) => Promise<void>;

/** One name for all who list Graph's calls: its limit is for the app. */
export const listingLease = 'reconcile';
/** A wish that comes while another run lists waits so long. */
export const busyDelayMs = 15_000;
/** What is not done by then goes on by message, well before the runtime ends the function. */
export const partTimeMs = 4 * 60_000;
/** A run that goes on and was not heard of for so long beyond its time is given up. */
const graceMs = 15 * 60_000;
/** What was about to be forgotten has been asked for; it is counted again after 1, 2, 4 … at most 30 minutes. */
const firstRecountMs = 60_000;
const longestRecountMs = 30 * 60_000;

interface Part {
  request: ReconcileRequest;
  scope: RunScope;
  sweep: Sweep;
  memory: ReconcileMemory;
  held: AbortSignal;
}

export function makeReconcile(tools: ReconcileTools): Reconcile {
  const memory = makeReconcileMemory(tools.state);

  async function work(request: ReconcileRequest, held: AbortSignal): Promise<void> {
    const plan = planRun(request, await memory.read(), tools.now());
    if (plan.action === 'wait') return comeAgain(request, tools);
    if (plan.action === 'settled') {
      return tools.note('reconciling.settled', { cause: request.cause, run_id: request.run?.sweep.runId });
    }
    return runPart({ request, memory, scope: plan.scope, sweep: plan.sweep, held }, tools);
  }

  return async (request) => {
    await tools.keepReadme();
    const ran = await tools.runAlone(listingLease, (held) => work(request, held));
    if (!ran) await comeAgain(request, tools);
  };
}

/** The timer comes again by itself. */
async function comeAgain(request: ReconcileRequest, { queue, note }: ReconcileTools): Promise<void> {
  note('reconciling.busy', { cause: request.cause });
  if (request.cause !== 'schedule' || request.run) await queue.send(request, { delayMs: busyDelayMs });
}

async function runPart(part: Part, tools: ReconcileTools): Promise<void> {
  const { request, scope, sweep, memory, held } = part;
  const deadline = new Date(tools.now().getTime() + partTimeMs);
  const facts = { run_id: sweep.runId, scope, cause: request.cause };
  if (!request.run) tools.note('reconciling.started', { ...facts, from: sweep.from, to: sweep.to });
  const result = await sweepCalls(
    {
      sweep,
      progress: request.run?.progress ?? beginSweep(sweep),
      deadline,
      held,
      asker: scope === 'expiring' ? onlyCounts : makeCallAsker(tools, 'reconcile', { insists: false }),
      async onDay(window, counts, edgeMovedHours) {
        if (scope === 'expiring') return;
        const reported = { tenantId: tools.tenantId, cause: request.cause, sweep, now: tools.now() };
        await keepReport(window, counts, edgeMovedHours, reported, tools.evidence);
      },
    },
    tools,
  );
  // Another run may be remembering its own already.
  held.throwIfAborted();
  switch (result.outcome) {
    case 'paused':
      return goOn(part, result.progress, result.afterMs, tools);
    case 'broken':
      return breakOff(part, result.progress, result.error, tools);
    case 'done':
      if (scope === 'expiring') return finishRecount(request, result.progress, memory, tools);
      return finish(part, scope, result.progress, deadline, tools);
  }
}

const onlyCounts: CallAsker = { ask: async () => false, flush: async () => undefined };

async function goOn(
  { request, scope, sweep, memory }: Part,
  progress: SweepProgress,
  afterMs: number,
  { queue, note, now }: ReconcileTools,
): Promise<void> {
  const delayMs = Math.min(afterMs, maxDelayMs);
  await queue.send({ ...request, run: { scope, sweep, progress } }, { delayMs });
  if (scope !== 'expiring')
    await memory.noteGoingOn(sweep.runId, new Date(now().getTime() + delayMs + graceMs));
  note('reconciling.paused', { run_id: sweep.runId, scope, at: progress.at, after_ms: delayMs });
}

async function breakOff(
  part: Part,
  progress: SweepProgress,
  error: GraphError,
  tools: ReconcileTools,
): Promise<void> {
  const { runId } = part.sweep;
  const afterMs = delayAfterListFailure(error.meaning, progress.failedTries);
  tools.note(afterMs === undefined ? 'reconciling.failed' : 'reconciling.broken-off', {
    run_id: runId,
    scope: part.scope,
    at: progress.at,
    requested: progress.total.requested + progress.day.requested,
    error: formatError(error),
    meaning: error.meaning,
    status: error.status,
    request_id: error.requestId,
  });
  if (afterMs !== undefined) return goOn(part, progress, afterMs, tools);
  await part.memory.noteFailed(`${error.meaning}: ${error.message}`, tools.now());
}

async function finish(
  { request, sweep, memory, held }: Part,
  scope: 'full' | 'recent',
  progress: SweepProgress,
  deadline: Date,
  tools: ReconcileTools,
): Promise<void> {
  const failures = await askDueFailures(deadline, tools);
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
  // They have just been asked for: no alarm yet.
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
  const delayMs = Math.min(firstRecountMs * 2 ** (round - 1), longestRecountMs);
  await queue.send(
    { schema: 1, kind: 'reconcile', cause: 'expiring', recount: { runId, round } },
    { delayMs },
  );
}
