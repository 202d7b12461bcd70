/** The tables as docs/reading.md has them read: its ten questions with their answers, and the other readers. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allTables } from '../../src/tables/schema/tables.ts';
import { runCommand } from '../support/cli-run.ts';
import { makeCompanyTables } from '../support/company-tables.ts';
import { findExamples } from '../support/page-examples.ts';
import { openSql, type Sql } from '../support/run-sql.ts';
import { useFolders } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const makeFolder = useFolders();
const page = readFileSync(new URL('../../docs/reading.md', import.meta.url), 'utf8');
const questions = findExamples(page, 'sql');
const python = 'python3';
let tables: string;
let sql: Sql;

beforeAll(async () => {
  tables = await makeCompanyTables(await makeFolder());
  sql = await openSql();
}, 30_000);
afterAll(() => sql.close());

describe('docs/reading.md', () => {
  test('has ten questions', () => expect(questions).toHaveLength(10));

  test.each(questions.map(({ script, lines }, i) => [i + 1, script, lines] as const))(
    'answers question %i as it says',
    async (_, script, lines) => {
      const { stdout, stderr } = await runCommand(['sql', script, '--path', tables]);
      expect(stderr).toBe('');
      expect(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.trimEnd()),
      ).toEqual(lines);
    },
  );
});

function hasReaders(): boolean {
  try {
    execFileSync(python, ['-c', 'import pandas, pyarrow.dataset, polars'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('pandas, pyarrow and polars are not installed: the tables are not read with them\n');
    return false;
  }
}

/** Reads every table with each library, by the lines of docs/reading.md, and says rows, types and sums of its columns. */
const script = `
import json, sys
import pandas, polars, pyarrow.dataset, pyarrow.compute as compute, pyarrow
root, told = sys.argv[1], {}
def tell(reader, table, rows, columns): told.setdefault(table, {})[reader] = {"rows": rows, "columns": columns}
def kind(text):
    text = str(text).lower()
    for name, words in {"list": ["list"], "time": ["timestamp", "datetime"], "number": ["double", "float"], "whole": ["int"], "boolean": ["bool"], "text": ["string", "str"]}.items():
        if any(word in text for word in words): return name
    return text
for table in sys.argv[2:]:
    arrow = pyarrow.dataset.dataset(f"{root}/{table}", partitioning="hive").to_table()
    names = [name for name in arrow.column_names if name != "date"]
    def arrow_sum(name):
        column, what = arrow[name], kind(arrow[name].type)
        total = 0
        if what in ("number", "whole"): total = float(compute.sum(column).as_py() or 0)
        if what == "time": total = float(compute.sum(column.cast(pyarrow.int64())).as_py() or 0)
        if what == "text": total = float(compute.sum(compute.utf8_length(column)).as_py() or 0)
        return [what, len(column) - column.null_count, total]
    tell("pyarrow", table, arrow.num_rows, {name: arrow_sum(name) for name in names})
    frame = polars.scan_parquet(f"{root}/{table}/**/*.parquet", hive_partitioning=True).collect()
    def polars_sum(name):
        column, what = frame[name], kind(frame[name].dtype)
        total = 0
        if what in ("number", "whole"): total = float(column.sum() or 0)
        if what == "time": total = float(column.cast(polars.Int64).sum() or 0)
        if what == "text": total = float(column.str.len_chars().sum() or 0)
        return [what, len(column) - column.null_count(), total]
    tell("polars", table, frame.height, {name: polars_sum(name) for name in names})
    data = pandas.read_parquet(f"{root}/{table}")
    def pandas_sum(name):
        column = data[name].dropna()
        what, total = kind(arrow[name].type), 0
        if what in ("number", "whole"): total = float(column.sum() or 0)
        if what == "time":
            assert str(data[name].dtype) == "datetime64[ms, UTC]", data[name].dtype
            total = float(column.astype("int64").sum())
        if what == "text": total = float(column.str.len().sum())
        return [what, len(column), total]
    tell("pandas", table, len(data), {name: pandas_sum(name) for name in names})
print(json.dumps(told))
`;

type Told = Record<
  string,
  { rows: number; columns: Record<string, [kind: string, count: number, sum: number]> }
>;

/** What DuckDB says of the same files. */
async function askDuckDb(table: (typeof allTables)[number]): Promise<Told[string]> {
  const files = `'${tables}/${table.name}/date=*/*.parquet'`;
  const values: Record<string, (name: string) => string> = {
    text: (name) => `sum(length("${name}"))`,
    time: (name) => `sum(epoch_ms("${name}"))`,
    number: (name) => `sum("${name}")`,
    int32: (name) => `sum("${name}")`,
    int64: (name) => `sum("${name}")`,
  };
  const kinds: Record<string, string> = {
    int32: 'whole',
    int64: 'whole',
    texts: 'list',
    numbers: 'list',
    int32s: 'list',
  };
  const parts = table.columns.map(
    ({ name, type }) =>
      `count("${name}")::DOUBLE AS "${name} n", coalesce(${values[type]?.(name) ?? '0'}, 0)::DOUBLE AS "${name} s"`,
  );
  const [row = {}] = await sql.rows(`SELECT count(*)::DOUBLE AS rows, ${parts.join(', ')} FROM ${files}`);
  const columns = table.columns.map(({ name, type }): [string, [string, number, number]] => [
    name,
    [kinds[type] ?? type, Number(row[`${name} n`]), Number(row[`${name} s`])],
  ]);
  return { rows: Number(row['rows']), columns: Object.fromEntries(columns) };
}

(hasReaders() ? test : test.skip)(
  'pandas, pyarrow and polars read every table with the rows, types and sums of DuckDB',
  async () => {
    const names = allTables.map(({ name }) => name);
    const { stdout } = await run(python, ['-c', script, tables, ...names], { maxBuffer: 64 * 1024 * 1024 });
    const told: Record<string, Told> = JSON.parse(stdout);
    for (const table of allTables) {
      const expected = await askDuckDb(table);
      for (const reader of ['pyarrow', 'polars', 'pandas']) {
        const found = told[table.name]?.[reader];
        expect([table.name, reader, found?.rows]).toEqual([table.name, reader, expected.rows]);
        for (const [name, [kind, count, sum]] of Object.entries(expected.columns)) {
          const [otherKind, otherCount, otherSum = Number.NaN] = found?.columns[name] ?? [];
          expect([reader, table.name, name, otherKind, otherCount]).toEqual([
            reader,
            table.name,
            name,
            kind,
            count,
          ]);
          expect([name, Math.abs(otherSum - sum) <= 1e-9 * Math.abs(sum)]).toEqual([name, true]);
        }
      }
    }
  },
  60_000,
);
