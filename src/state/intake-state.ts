/**
 * The rows `intake-…`: when intake last took notifications, dropped some, or failed. A row for each outcome, so that
 * instances do not overwrite what others know.
 */
import { formatColumns, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

/**
 * - `accepted`: valid notifications are in the queue.
 * - `dropped`: items were left out; `reason` says why.
 * - `failed`: the queue did not take them, and Graph was told to send again.
 */
export type IntakeOutcome = 'accepted' | 'dropped' | 'failed';

export interface IntakeState {
  at: Date | undefined;
  reason: string | undefined;
}

export function intakeRow(outcome: IntakeOutcome): TypedRow<IntakeState> {
  return {
    name: `intake-${outcome}`,
    parse: (row) => ({ at: parseTimeColumn(row['at']), reason: row['reason'] || undefined }),
    format: ({ at, reason }) => formatColumns({ at, reason }),
  };
}
