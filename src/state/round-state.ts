/** The row `reports`: which round of the call reports is the current one. */
import { formatColumns, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export interface RoundState {
  round: string | undefined;
  startedAt: Date | undefined;
}

export const roundRow: TypedRow<RoundState> = {
  name: 'reports',
  parse: (row) => ({ round: row['round'] || undefined, startedAt: parseTimeColumn(row['started_at']) }),
  format: ({ round, startedAt }) => formatColumns({ round, started_at: startedAt }),
};
