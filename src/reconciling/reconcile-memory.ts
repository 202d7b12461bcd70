/** What the app remembers of its reconciles: one row of `ArchiveState`, which health reads too. */
import type { Sweep, SweepProgress } from '../model/sweep.ts';
import type { StateFacts, StateStore } from '../ports/state-store.ts';

const rowName = 'reconcile';

export interface RememberedReconciles {
  /** When the last run began that covered all 30 days and came to its end. */
  fullStartedAt: Date | undefined;
  /** When the last run of any kind began that came to its end, and from which start on it looked. */
  lastStartedAt: Date | undefined;
  lastFrom: Date | undefined;
  /** A run that goes on by message; it counts as given up after `until`. */
  goingOn: { runId: string; until: Date } | undefined;
  /** The run that found calls about to be forgotten. */
  expiringRunId: string | undefined;
}

export interface CompletedRun {
  scope: 'full' | 'recent';
  sweep: Sweep;
  progress: SweepProgress;
  at: Date;
}

export interface ReconcileMemory {
  read(): Promise<RememberedReconciles>;
  noteGoingOn(runId: string, until: Date): Promise<void>;
  noteCompleted(run: CompletedRun): Promise<void>;
  /** What was about to be forgotten was counted again. */
  noteRecounted(expiringDays: Record<string, number>, at: Date): Promise<void>;
  /** A run ended without its result; what is remembered of earlier ones stays. */
  noteFailed(problem: string, at: Date): Promise<void>;
}

export function makeReconcileMemory(state: StateStore): ReconcileMemory {
  const readRow = async (): Promise<StateFacts> => (await state.read(rowName)) ?? {};
  const change = async (facts: StateFacts) => state.write(rowName, { ...(await readRow()), ...facts });

  return {
    async read() {
      const row = await readRow();
      const time = (name: string) => (row[name] ? new Date(row[name]) : undefined);
      const until = time('going_on_until');
      return {
        fullStartedAt: time('full_started_at'),
        lastStartedAt: time('started_at'),
        lastFrom: time('from'),
        goingOn: row['going_on'] && until ? { runId: row['going_on'], until } : undefined,
        expiringRunId: row['expiring_run_id'] || undefined,
      };
    },
    noteGoingOn: (runId, until) => change({ going_on: runId, going_on_until: until.toISOString() }),
    async noteCompleted({ scope, sweep, progress, at }) {
      const { going_on: _, going_on_until: __, problem: ___, failed_at: ____, ...row } = await readRow();
      await state.write(rowName, {
        ...row,
        scope,
        started_at: sweep.startedAt,
        completed_at: at.toISOString(),
        from: sweep.from,
        listed: String(progress.total.listed),
        missing: String(progress.total.missing + progress.total.newer),
        ...(progress.newestEndedAt && { newest_call_ended_at: progress.newestEndedAt }),
        ...(scope === 'full' && {
          full_started_at: sweep.startedAt,
          full_completed_at: at.toISOString(),
          expiring_run_id: sweep.runId,
          ...formatExpiring(progress.expiringDays, at),
        }),
      });
    },
    noteRecounted: (expiringDays, at) => change(formatExpiring(expiringDays, at)),
    noteFailed: (problem, at) =>
      change({ problem, failed_at: at.toISOString(), going_on: '', going_on_until: '' }),
  };
}

export function sumDays(days: Record<string, number>): number {
  return Object.values(days).reduce((sum, count) => sum + count, 0);
}

function formatExpiring(days: Record<string, number>, at: Date): StateFacts {
  return {
    expiring_unarchived: String(sumDays(days)),
    expiring_days: JSON.stringify(days),
    expiring_counted_at: at.toISOString(),
  };
}
