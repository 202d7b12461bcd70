/** The row `sealing`: how far the chain of seals has come, and what the last run of sealing found. */
import { type DayRange, formatDayRanges, parseDayRanges } from '../model/day-ranges.ts';
import { formatColumns, parseCountColumn, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export interface SealingState {
  /** Of the newest seal: its number, the SHA-256 of its bytes, its time, and the first day that it claims. */
  sequence: number | undefined;
  sha256: string | undefined;
  sealedAt: Date | undefined;
  sealsFrom: string | undefined;
  /** Days of which the next full reconcile is to keep Graph's whole list, beside those that are due by then. */
  wantsLists: DayRange[];
  /** Claimed days that were not sealed in time. */
  overdue: DayRange[];
  /** Of the newest seals of all days: calls that Graph listed and that are nowhere in the archive, and on which days. */
  missing: number | undefined;
  missingDays: DayRange[];
  /** Of all seals of all days so far: files that were altered, removed or added without a reason, and on which days. */
  unexplained: number | undefined;
  unexplainedDays: DayRange[];
  /** Seals that have no time stamp yet although one is expected, and when the oldest of them was made. */
  unstamped: number[];
  unstampedSince: Date | undefined;
  /** Why the chain of seals is not whole; one sentence. */
  chainProblem: string | undefined;
  /** The same, where it stays so whatever is restored. */
  chainBroken: string | undefined;
  /** Why the last part of a run failed; `undefined` when it did not. */
  failure: { message: string; at: Date | undefined } | undefined;
}

export const sealingRow: TypedRow<SealingState> = {
  name: 'sealing',
  parse: (row) => ({
    sequence: parseCountColumn(row['sequence']),
    sha256: row['sha256'] || undefined,
    sealedAt: parseTimeColumn(row['sealed_at']),
    sealsFrom: row['seals_from'] || undefined,
    wantsLists: parseDayRanges(row['wants_lists'] ?? ''),
    overdue: parseDayRanges(row['overdue_days'] ?? ''),
    missing: parseCountColumn(row['missing']),
    missingDays: parseDayRanges(row['missing_days'] ?? ''),
    unexplained: parseCountColumn(row['unexplained']),
    unexplainedDays: parseDayRanges(row['unexplained_days'] ?? ''),
    unstamped: (row['unstamped'] ?? '').split(',').flatMap((text) => parseCountColumn(text) ?? []),
    unstampedSince: parseTimeColumn(row['unstamped_since']),
    chainProblem: row['chain_problem'] || undefined,
    chainBroken: row['chain_broken'] || undefined,
    failure: row['problem'] ? { message: row['problem'], at: parseTimeColumn(row['failed_at']) } : undefined,
  }),
  format: (state) =>
    formatColumns({
      sequence: state.sequence,
      sha256: state.sha256,
      sealed_at: state.sealedAt,
      seals_from: state.sealsFrom,
      wants_lists: formatDayRanges(state.wantsLists),
      overdue_days: formatDayRanges(state.overdue),
      missing: state.missing,
      missing_days: formatDayRanges(state.missingDays),
      unexplained: state.unexplained,
      unexplained_days: formatDayRanges(state.unexplainedDays),
      unstamped: state.unstamped.join(','),
      unstamped_since: state.unstampedSince,
      chain_problem: state.chainProblem,
      chain_broken: state.chainBroken,
      problem: state.failure?.message,
      failed_at: state.failure?.at,
    }),
};
