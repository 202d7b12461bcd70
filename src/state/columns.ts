/** How times and counts stand in the columns of `ArchiveState`, which are all texts. */
import type { StateRow } from '../ports/state-store.ts';

/** What is not known has no column. */
export function formatColumns(
  columns: Readonly<Record<string, string | number | Date | undefined>>,
): StateRow {
  const known = Object.entries(columns).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, value instanceof Date ? value.toISOString() : String(value)]];
  });
  return Object.fromEntries(known);
}

/** `undefined` for a column that is absent, empty, or not a time. */
export function parseTimeColumn(column: string | undefined): Date | undefined {
  const time = new Date(/^\d{4}-\d\d-\d\dT/.test(column ?? '') ? (column ?? '') : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** `undefined` for a column that is absent, or not a whole number from 0 on. */
export function parseCountColumn(column: string | undefined): number | undefined {
  return column !== undefined && /^\d{1,15}$/.test(column) ? Number(column) : undefined;
}
