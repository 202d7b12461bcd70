/** The row `reconcile`: what the runs over Graph's list found, and which of them is between two parts. */
import { z } from 'zod';
import { type GraphMeaning, graphMeanings } from '../errors.ts';
import { hourMs } from '../model/durations.ts';
import { formatColumns, parseCountColumn, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

/** Graph announces a record up to 150 minutes after the call (graph-facts §2). */
export const announcedWithinMs = 3 * hourMs;

export interface ReconcileState {
  /** Of the last run that finished. It covered calls that started at `lastFrom` or later. */
  lastScope: 'full' | 'recent' | undefined;
  lastStartedAt: Date | undefined;
  lastCompletedAt: Date | undefined;
  lastFrom: Date | undefined;
  listed: number | undefined;
  /** Calls that the archive lacked, or had in an earlier version only. */
  missing: number | undefined;
  /** Rows of Graph's list that name no call, or no version of it. */
  unreadable: number | undefined;
  /** When the newest call ended of those that ended longer than `announcedWithinMs` before they were listed. */
  newestCallEndedAt: Date | undefined;
  /** Of the last run that covered all 30 days and finished. */
  fullStartedAt: Date | undefined;
  fullCompletedAt: Date | undefined;
  fullUnreadable: number | undefined;
  /** The run that found calls about to be forgotten. */
  expiringRunId: string | undefined;
  /** Calls that Graph forgets within 72 hours and that are not archived: how many, and how many a day. */
  expiringUnarchived: number | undefined;
  expiringDays: Readonly<Record<string, number>>;
  expiringCountedAt: Date | undefined;
  /** A run that is between two parts; it counts as aborted after `until`. */
  paused: { runId: string; until: Date } | undefined;
  /** Why the last run ended without a result; `undefined` when it finished. */
  failure: RunFailure | undefined;
  /** Runs, since the last one that finished, that ended because Graph's list did not. */
  endlessRuns: number;
}

export interface RunFailure {
  meaning: GraphMeaning;
  message: string;
  at: Date | undefined;
}

const days = z.record(z.iso.date(), z.int().nonnegative());

export const reconcileRow: TypedRow<ReconcileState> = {
  name: 'reconcile',
  parse(row) {
    const pausedUntil = parseTimeColumn(row['going_on_until']);
    return {
      lastScope: parseScope(row['scope']),
      lastStartedAt: parseTimeColumn(row['started_at']),
      lastCompletedAt: parseTimeColumn(row['completed_at']),
      lastFrom: parseTimeColumn(row['from']),
      listed: parseCountColumn(row['listed']),
      missing: parseCountColumn(row['missing']),
      unreadable: parseCountColumn(row['unreadable']),
      newestCallEndedAt: parseTimeColumn(row['newest_call_ended_at']),
      fullStartedAt: parseTimeColumn(row['full_started_at']),
      fullCompletedAt: parseTimeColumn(row['full_completed_at']),
      fullUnreadable: parseCountColumn(row['full_unreadable']),
      expiringRunId: row['expiring_run_id'] || undefined,
      expiringUnarchived: parseCountColumn(row['expiring_unarchived']),
      expiringDays: parseExpiringDays(row['expiring_days']),
      expiringCountedAt: parseTimeColumn(row['expiring_counted_at']),
      paused: row['going_on'] && pausedUntil ? { runId: row['going_on'], until: pausedUntil } : undefined,
      failure: row['problem']
        ? { ...parseProblem(row['problem']), at: parseTimeColumn(row['failed_at']) }
        : undefined,
      endlessRuns: parseCountColumn(row['endless_runs']) ?? 0,
    };
  },
  format: (state) =>
    formatColumns({
      scope: state.lastScope,
      started_at: state.lastStartedAt,
      completed_at: state.lastCompletedAt,
      from: state.lastFrom,
      listed: state.listed,
      missing: state.missing,
      unreadable: state.unreadable,
      newest_call_ended_at: state.newestCallEndedAt,
      full_started_at: state.fullStartedAt,
      full_completed_at: state.fullCompletedAt,
      full_unreadable: state.fullUnreadable,
      expiring_run_id: state.expiringRunId,
      expiring_unarchived: state.expiringUnarchived,
      expiring_days: JSON.stringify(state.expiringDays),
      expiring_counted_at: state.expiringCountedAt,
      going_on: state.paused?.runId,
      going_on_until: state.paused?.until,
      problem: state.failure && formatProblem(state.failure),
      failed_at: state.failure?.at,
      endless_runs: state.endlessRuns,
    }),
};

/** `denied: Asking Graph: it answered 403` */
export function formatProblem({ meaning, message }: Pick<RunFailure, 'meaning' | 'message'>): string {
  return `${meaning}: ${message}`;
}

function parseProblem(column: string): Pick<RunFailure, 'meaning' | 'message'> {
  const meaning = graphMeanings.find((one) => column.startsWith(`${one}: `));
  return meaning
    ? { meaning, message: column.slice(meaning.length + 2) }
    : { meaning: 'unavailable', message: column };
}

function parseScope(column: string | undefined): ReconcileState['lastScope'] {
  return column === 'full' || column === 'recent' ? column : undefined;
}

function parseExpiringDays(column = '{}'): ReconcileState['expiringDays'] {
  try {
    return days.safeParse(JSON.parse(column)).data ?? {};
  } catch {
    return {};
  }
}
