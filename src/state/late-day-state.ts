/** The rows `late-…`, one a UTC day: when something was last written to a day that may have been final. */
import { formatColumns, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export interface LateDayState {
  writtenAt: Date | undefined;
}

/** How the names of these rows begin; the day follows. */
export const lateDayPrefix = 'late-';

export function lateDayRow(day: string): TypedRow<LateDayState> {
  return {
    name: `${lateDayPrefix}${day}`,
    parse: (row) => ({ writtenAt: parseTimeColumn(row['written_at']) }),
    format: ({ writtenAt }) => formatColumns({ written_at: writtenAt }),
  };
}
