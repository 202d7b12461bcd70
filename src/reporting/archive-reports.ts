/**
 * Archives the call reports that are switched on. The timer begins a round; what is left of it when the time of a run is up
 * is resumed by message. All that is known of a round is in `ArchiveState`: the message only wakes.
 */
import type { ReportsRequest } from '../model/archive-request.ts';
import type { ReportName } from '../model/call-report.ts';
import { minuteMs } from '../model/durations.ts';
import { formatRunId } from '../model/sweep.ts';
import { maxDelayMs, type RequestQueue } from '../ports/request-queue.ts';
import type { RunAlone } from '../ports/run-alone.ts';
import type { StateStore } from '../ports/state-store.ts';
import { archiveReport, type ReportTools } from './archive-report.ts';
import { makeReportMemory } from './report-memory.ts';

export interface ReportsTools extends Omit<ReportTools, 'memory'> {
  names: readonly ReportName[];
  state: StateStore;
  queue: RequestQueue;
  runAlone: RunAlone;
}

/** Begins a round, or resumes the one that the message names. */
export type ArchiveReports = (request?: ReportsRequest) => Promise<void>;

/** No window is begun after this … */
const restAfterMs = 4 * minuteMs;
/** … and none is read beyond this: the runtime ends a function after ten minutes. */
const deadlineMs = 8.5 * minuteMs;

export function makeArchiveReports(tools: ReportsTools): ArchiveReports {
  const { names, queue, note, now } = tools;
  const memory = makeReportMemory(tools.state);

  async function work(request: ReportsRequest | undefined, held: AbortSignal): Promise<void> {
    const round = request?.round ?? formatRunId(now());
    // A later round has taken over what was left of this one.
    if (request && (await memory.readRound()) !== round) return;
    if (!request) await memory.beginRound(round, now());
    const startMs = now().getTime();
    const run = {
      round,
      begins: !request,
      restAt: new Date(startMs + restAfterMs),
      deadline: new Date(startMs + deadlineMs),
      held,
    };
    // Each report by itself: one that fails does not stop the others.
    const results = await Promise.allSettled(
      names.map((name) => archiveReport(name, run, { ...tools, memory })),
    );
    const fault = results.find((result) => result.status === 'rejected');
    // The queue, or the next round, tries again.
    if (fault) throw fault.reason;
    const waits = results.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
    if (waits.length === 0) return;
    const delayMs = Math.min(...waits, maxDelayMs);
    await queue.send({ schema: 1, kind: 'reports', round }, { delayMs });
  }

  return async (request) => {
    if (names.length === 0) return;
    // The run that is under way sends a message for what it leaves.
    if (!(await tools.runAlone('reports', (held) => work(request, held)))) note('reporting.busy', {});
  };
}
