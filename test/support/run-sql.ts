/** DuckDB in memory, as an analyst has it. */
import { DuckDBInstance } from '@duckdb/node-api';

export type SqlRow = Record<string, unknown>;

export interface Sql {
  /** Of several statements, the rows of the last. Numbers above 2^53, decimals and times are texts. */
  rows(sql: string): Promise<SqlRow[]>;
  close(): void;
}

export async function openSql(): Promise<Sql> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
