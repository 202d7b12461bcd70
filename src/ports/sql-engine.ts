/** Something that answers SQL over the tables for analysts. */

export interface SqlAnswer {
  /** In the order of the query, each name once. */
  columns: { name: string; isNumber: boolean }[];
  /** Values as JSON has them; whole numbers that a double cannot hold, decimals and times are texts. */
  rows: AsyncIterable<Record<string, unknown>>;
}

export interface SqlEngine {
  /** Of several statements, the answer of the last. Throws what is wrong with them. */
  query(sql: string): Promise<SqlAnswer>;
  close(): void;
}
