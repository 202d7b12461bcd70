/** Makes the file of a table from its rows, in memory. Deterministic: the same rows give the same bytes. */
import type { Row, TableSchema } from '../model/table-schema.ts';

export interface TableWriter {
  /** Its blocks are kept for a while, and not to be changed. */
  add(row: Row): void;
  /** The whole file in parts; to be called once, after the last row. `properties` stand in the file itself. */
  finish(properties: Readonly<Record<string, string>>): Uint8Array[];
}

export type OpenTableWriter = (table: TableSchema) => TableWriter;
