/** DuckDB in this process, in memory: nothing is left behind. */
import { DuckDBInstance, DuckDBTimestampTZValue, DuckDBTypeId } from '@duckdb/node-api';
import type { SqlEngine } from '../../ports/sql-engine.ts';

/** Whole numbers that DuckDB gives as texts. */
const wholeNumbers: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);
const numbers: ReadonlySet<DuckDBTypeId> = new Set([
  ...wholeNumbers,
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);

export async function openDuckDb(): Promise<SqlEngine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // As texts they would be in the machine's zone of today, whatever DuckDB reckons in.
  DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;
  return {
    async query(sql) {
      const result = await connection.stream(sql);
      const names = result.deduplicatedColumnNames();
      const types = names.map((_, i) => result.columnTypeId(i));
      const format = (value: unknown, i: number) =>
        wholeNumbers.has(types[i] as DuckDBTypeId) ? asNumber(value) : value;
      async function* readRows() {
        for await (const rows of result.yieldRowsJson())
          for (const row of rows) yield Object.fromEntries(names.map((name, i) => [name, format(row[i], i)]));
      }
      return {
        columns: names.map((name, i) => ({ name, isNumber: numbers.has(types[i] as DuckDBTypeId) })),
        rows: readRows(),
      };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function asNumber(value: unknown): unknown {
  const number = Number(value);
  return typeof value === 'string' && Number.isSafeInteger(number) ? number : value;
}
