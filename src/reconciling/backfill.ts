/** Lists a window of Graph and asks for what the archive lacks: for the route, and for the messages that go on. */
import { formatError } from '../errors.ts';
import type { BackfillRequest } from '../model/archive-request.ts';
import { beginSweep, type Sweep, type SweepProgress } from '../model/sweep.ts';
import { delayAfterListFailure } from '../paging/after-list-failure.ts';
import { maxDelayMs } from '../ports/request-queue.ts';
import { makeCallAsker } from './ask-calls.ts';
import { busyDelayMs, type ListTools, listingLease, partTimeMs } from './reconcile.ts';
import { keepReport } from './run-report.ts';
import { type SweepOutcome, sweepCalls } from './sweep-calls.ts';

/** Begins a backfill. `undefined`: another run lists now, and the whole goes on by message. */
export type BeginBackfill = (sweep: Sweep, timeMs: number) => Promise<SweepOutcome | undefined>;
/** Goes on with one. */
export type GoOnWithBackfill = (request: BackfillRequest) => Promise<void>;

export interface Backfill {
  begin: BeginBackfill;
  goOn: GoOnWithBackfill;
}

export function makeBackfill(tools: ListTools): Backfill {
  const { queue, note, now } = tools;

  function listPart(
    sweep: Sweep,
    progress: SweepProgress,
    timeMs: number,
    held: AbortSignal,
  ): Promise<SweepOutcome> {
    const deadline = new Date(now().getTime() + timeMs);
    const asker = makeCallAsker(tools, 'backfill', { insists: true });
    return sweepCalls(
      {
        sweep,
        progress,
        deadline,
        held,
        asker,
        async onDay(window, counts, edgeMovedHours) {
          // The list of one participant's calls is no evidence about the day.
          if (sweep.participantId !== undefined) return;
          const facts = { tenantId: tools.tenantId, cause: 'backfill', sweep, now: now() };
          await keepReport(window, counts, edgeMovedHours, facts, tools.evidence);
        },
      },
      tools,
    );
  }

  /** Runs the part when nobody else lists. What is to go on is in the queue before this is over. */
  async function runPart({ sweep, progress }: BackfillRequest, timeMs: number) {
    let result: SweepOutcome | undefined;
    await tools.runAlone(listingLease, async (held) => {
      result = await listPart(sweep, progress ?? beginSweep(sweep), timeMs, held);
      if (result.outcome === 'paused') await sendOn(sweep, result.progress, result.afterMs);
      if (result.outcome === 'done') {
        note('reconciling.backfill-completed', { run_id: sweep.runId, ...result.progress.total });
      }
    });
    return result;
  }

  async function sendOn(sweep: Sweep, progress: SweepProgress | undefined, afterMs: number): Promise<void> {
    const delayMs = Math.min(afterMs, maxDelayMs);
    await queue.send({ schema: 1, kind: 'backfill', sweep, ...(progress && { progress }) }, { delayMs });
    note('reconciling.paused', {
      run_id: sweep.runId,
      scope: 'backfill',
      at: progress?.at,
      after_ms: delayMs,
    });
  }

  return {
    async begin(sweep, timeMs) {
      const result = await runPart({ schema: 1, kind: 'backfill', sweep }, timeMs);
      if (!result) await sendOn(sweep, undefined, busyDelayMs);
      return result;
    },
    async goOn(request) {
      const result = await runPart(request, partTimeMs);
      if (!result) return sendOn(request.sweep, request.progress, busyDelayMs);
      if (result.outcome !== 'broken') return;
      const { progress, error } = result;
      const afterMs = delayAfterListFailure(error.meaning, progress.failedTries);
      note(afterMs === undefined ? 'reconciling.failed' : 'reconciling.broken-off', {
        run_id: request.sweep.runId,
        scope: 'backfill',
        at: progress.at,
        requested: progress.total.requested + progress.day.requested,
        error: formatError(error),
        meaning: error.meaning,
        status: error.status,
      });
      if (afterMs !== undefined) await sendOn(request.sweep, progress, afterMs);
    },
  };
}
