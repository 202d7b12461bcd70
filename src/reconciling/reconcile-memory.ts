/** What the app remembers of its reconciles: one row of `ArchiveState`, which health reads too. */
import { endlessPagesCode, type GraphError } from '../errors.ts';
import type { Sweep, SweepProgress } from '../model/sweep.ts';
import type { StateStore } from '../ports/state-store.ts';
import { type ReconcileState, reconcileRow } from '../state/reconcile-state.ts';
import { readState, writeState } from '../state/typed-row.ts';

export interface CompletedRun {
  scope: 'full' | 'recent';
  sweep: Sweep;
  progress: SweepProgress;
  at: Date;
}

export interface ReconcileMemory {
  read(): Promise<ReconcileState>;
  notePaused(runId: string, until: Date): Promise<void>;
  noteCompleted(run: CompletedRun): Promise<void>;
  /** The calls about to be forgotten were recounted. */
  noteRecounted(expiringDays: Record<string, number>, at: Date): Promise<void>;
  /** A run was aborted; what is remembered of earlier ones stays. */
  noteFailed(error: GraphError, at: Date): Promise<void>;
}

export function makeReconcileMemory(store: StateStore): ReconcileMemory {
  const read = async () => (await readState(reconcileRow, store)) ?? reconcileRow.parse({});
  const change = async (news: Partial<ReconcileState>) =>
    writeState(reconcileRow, { ...(await read()), ...news }, store);

  return {
    read,
    notePaused: (runId, until) => change({ paused: { runId, until } }),
    noteCompleted: (run) => change(afterRun(run)),
    noteRecounted: (expiringDays, at) => change(afterCount(expiringDays, at)),
    async noteFailed({ meaning, message, graphCode }, at) {
      const { endlessRuns } = await read();
      await change({
        failure: { meaning, message, at },
        paused: undefined,
        endlessRuns: graphCode === endlessPagesCode ? endlessRuns + 1 : endlessRuns,
      });
    },
  };
}

export function sumDays(days: Readonly<Record<string, number>>): number {
  return Object.values(days).reduce((sum, count) => sum + count, 0);
}

function afterRun({ scope, sweep, progress, at }: CompletedRun): Partial<ReconcileState> {
  const { total, newestEndedAt } = progress;
  const startedAt = new Date(sweep.startedAt);
  return {
    lastScope: scope,
    lastStartedAt: startedAt,
    lastCompletedAt: at,
    lastFrom: new Date(sweep.from),
    listed: total.listed,
    missing: total.missing + total.newer,
    unreadable: total.unreadable,
    paused: undefined,
    failure: undefined,
    endlessRuns: 0,
    ...(newestEndedAt && { newestCallEndedAt: new Date(newestEndedAt) }),
    ...(scope === 'full' && {
      fullStartedAt: startedAt,
      fullCompletedAt: at,
      fullUnreadable: total.unreadable,
      expiringRunId: sweep.runId,
      ...afterCount(progress.expiringDays, at),
    }),
  };
}

function afterCount(expiringDays: Readonly<Record<string, number>>, at: Date): Partial<ReconcileState> {
  return { expiringDays, expiringUnarchived: sumDays(expiringDays), expiringCountedAt: at };
}
