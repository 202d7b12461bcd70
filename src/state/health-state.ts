/** The row `health`: the verdict of the last run of all checks, and the only thing that /api/health reads. */
import { formatColumns, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export interface HealthState {
  status: 'ok' | 'at-risk';
  /** The names of the checks that failed. */
  failed: readonly string[];
  checkedAt: Date;
  /** There must be a newer verdict by then. */
  dueBy: Date;
  /** When this deployment was checked first. */
  since: Date;
}

/** A time that cannot be read is long over: no verdict, and no comfort. */
const longAgo = new Date(0);

export const healthRow: TypedRow<HealthState> = {
  name: 'health',
  parse: (row) => ({
    status: row['status'] === 'ok' ? 'ok' : 'at-risk',
    failed: row['failed'] ? row['failed'].split(',') : [],
    checkedAt: parseTimeColumn(row['checked_at']) ?? longAgo,
    dueBy: parseTimeColumn(row['due_by']) ?? longAgo,
    since: parseTimeColumn(row['since']) ?? longAgo,
  }),
  format: ({ status, failed, checkedAt, dueBy, since }) =>
    formatColumns({
      status,
      failed: failed.join(','),
      checked_at: checkedAt,
      due_by: dueBy,
      since,
    }),
};
