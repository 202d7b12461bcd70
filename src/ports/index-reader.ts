/** The rows of the index as they are, for those who check them. */
import type { CallRow } from '../model/call-row.ts';

export interface IndexReader {
  /** The day rows of these UTC days (both included), by day and name: in the order in which an archive lists its files. */
  listDayRows(days: { first?: string; last?: string }): AsyncIterable<DayRow>;
  /** The id row of a version; `undefined` when there is none, or one without the columns of a row. */
  findIdRow(callId: string, version: string): Promise<CallRow | undefined>;
  /** The row by which this call is found by this key, likewise. */
  findByKey(key: string, call: Pick<CallRow, 'startedAt' | 'callId'>): Promise<CallRow | undefined>;
}

export interface DayRow {
  /** The name in `call-records` that the keys of the row stand for. */
  blob: string;
  /** `undefined` when columns are missing. */
  row: CallRow | undefined;
}
