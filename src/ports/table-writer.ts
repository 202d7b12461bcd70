/** Makes the file of a table from its rows, in memory. Deterministic: the same rows give the same bytes. */
import type { Row, TableSchema } from '../model/table-schema.ts';

export interface TableWriter {
  /** Its blocks are kept for a while, and not to be changed. */
  add(row: Row): void;
  /** The whole file in parts; to be called once, after the last row. */
  finish(): Uint8Array[];
}

/** `properties` stand in the file itself, as they are when it is finished. */
export type OpenTableWriter = (
  table: TableSchema,
  properties: Readonly<Record<string, string>>,
) => TableWriter;
