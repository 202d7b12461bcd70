/**
 * The views by which the tables are queried in SQL: of each call the highest version across days, and where a day is just
 * getting more parts, the rows of the finer one.
 */
import { callTables, reportTables } from './schema/tables.ts';

export const viewsName = 'views.sql';

const read = (table: string) =>
  `read_parquet(getvariable('call_tables') || '/${table}/date=*/part-*.parquet', hive_partitioning = true)`;

const newestCalls = `CREATE OR REPLACE VIEW calls AS
SELECT * FROM ${read('calls')}
QUALIFY row_number() OVER (PARTITION BY call_id ORDER BY version DESC, date DESC, part DESC) = 1;`;

/** Of the version, the day and the part that the row of the call is from. */
const ofNewest = (table: string) => `CREATE OR REPLACE VIEW ${table} AS
SELECT * FROM ${read(table)} AS t
SEMI JOIN calls AS c ON c.call_id = t.call_id AND c.version = t.version AND c.date = t.date AND c.part = t.part;`;

/** A version stands in one day only, but in two parts while these are changing. */
const everyVersion = `CREATE OR REPLACE VIEW versions AS
SELECT * FROM ${read('versions')}
QUALIFY row_number() OVER (PARTITION BY path ORDER BY part DESC) = 1;`;

const plain = (table: string) => `CREATE OR REPLACE VIEW ${table} AS SELECT * FROM ${read(table)};`;

/** For DuckDB 1.2 and later. */
export function formatViews(): string {
  const children = [callTables.participants, callTables.sessions, callTables.streams];
  return [
    '-- Views of the tables for analysts, named like the tables. Where the tables lie is said first, such as',
    "--   SET VARIABLE call_tables = 'az://call-tables';",
    '-- without it, they lie in the current folder.',
    "SET VARIABLE call_tables = coalesce(getvariable('call_tables'), '.');",
    newestCalls,
    ...children.map(({ name }) => ofNewest(name)),
    everyVersion,
    ...Object.values(reportTables).map(({ name }) => plain(name)),
    '',
  ].join('\n');
}
