/** Parquet files of the tables, as DuckDB reads them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { openParquetTable } from '../../../src/adapters/parquet/parquet-table.ts';
import type { Block, Cell, CellType, Row, TableSchema } from '../../../src/model/table-schema.ts';
import { allTables } from '../../../src/tables/schema/tables.ts';
import { openSql, type Sql } from '../../support/run-sql.ts';
import { useFolders } from '../../support/temporary-folder.ts';

const everyType: TableSchema = {
  name: 'every_type',
  columns: (
    ['text', 'texts', 'boolean', 'time', 'number', 'numbers', 'int32', 'int32s', 'int64'] as const
  ).map((type) => ({ name: `a_${type}`, type })),
};

const sqlTypes: Record<CellType, string> = {
  text: 'VARCHAR',
  texts: 'VARCHAR[]',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP WITH TIME ZONE',
  number: 'DOUBLE',
  numbers: 'DOUBLE[]',
  int32: 'INTEGER',
  int32s: 'INTEGER[]',
  int64: 'BIGINT',
};

const makeFolder = useFolders();
let sql: Sql;
beforeAll(async () => {
  sql = await openSql();
});
afterAll(() => sql.close());

function makeFile(table: TableSchema, rows: Cell[][]): Buffer {
  return makeFileOfBlocks(
    table,
    rows.map((row) => [row]),
  );
}

function makeFileOfBlocks(table: TableSchema, rows: Iterable<Row>): Buffer {
  const writer = openParquetTable(table);
  for (const row of rows) writer.add(row);
  return Buffer.concat(writer.finish({ root: 'abc', schema: '1' }));
}

async function write(table: TableSchema, rows: Cell[][]): Promise<string> {
  const path = join(await makeFolder(), `${table.name}.parquet`);
  await writeFile(path, makeFile(table, rows));
  return path;
}

/** The rows of a file, as a reader that is not DuckDB finds them. */
async function readFile(file: Buffer, { columns }: TableSchema = everyType): Promise<Cell[][]> {
  const read = await parquetReadObjects({
    file: new Uint8Array(file).buffer,
    compressors: { ZSTD: (bytes) => zlib.zstdDecompressSync(bytes) },
    parsers: { timestampFromMilliseconds: Number },
  });
  return read.map((object) => columns.map(({ name }) => object[name] ?? null));
}

describe('a Parquet file', () => {
  test('holds every type, null as null, and what is empty as empty', async () => {
    const path = await write(everyType, [
      [
        'Zoë 🧑‍💻',
        ['a', null, ''],
        true,
        Date.UTC(2026, 10, 21, 9, 0, 0, 5),
        0.1,
        [1.5, null],
        -7,
        [1, null],
        2n ** 62n,
      ],
      [null, null, null, null, null, null, null, null, null],
      ['', [], false, -1, -0.5, [], 0, [], -1n],
    ]);
    expect(await sql.rows(`SELECT * FROM '${path}'`)).toEqual([
      {
        a_text: 'Zoë 🧑‍💻',
        a_texts: ['a', null, ''],
        a_boolean: true,
        a_time: '2026-11-21 09:00:00.005+00',
        a_number: 0.1,
        a_numbers: [1.5, null],
        a_int32: -7,
        a_int32s: [1, null],
        a_int64: '4611686018427387904',
      },
      Object.fromEntries(everyType.columns.map(({ name }) => [name, null])),
      {
        a_text: '',
        a_texts: [],
        a_boolean: false,
        a_time: '1969-12-31 23:59:59.999+00',
        a_number: -0.5,
        a_numbers: [],
        a_int32: 0,
        a_int32s: [],
        a_int64: '-1',
      },
    ]);
  });

  test('closes a row group at 20,000 rows, and says what it was made from', async () => {
    const rows = Array.from({ length: 45_000 }, (_, i): Cell[] => [
      `t${i}`,
      null,
      null,
      i,
      i / 2,
      null,
      i,
      null,
      BigInt(i),
    ]);
    const path = await write(everyType, rows);
    expect(
      await sql.rows(
        `SELECT row_group_num_rows AS n FROM parquet_metadata('${path}') WHERE column_id = 0 ORDER BY row_group_id`,
      ),
    ).toEqual([{ n: '20000' }, { n: '20000' }, { n: '5000' }]);
    expect(
      await sql.rows(
        `SELECT count(DISTINCT a_text) AS texts, sum(a_number) AS numbers, max(a_int64) AS last FROM '${path}'`,
      ),
    ).toEqual([{ texts: '45000', numbers: 506_238_750, last: '44999' }]);
    expect(
      await sql.rows(`SELECT decode(key) AS k, decode(value) AS v FROM parquet_kv_metadata('${path}')`),
    ).toEqual([
      { k: 'root', v: 'abc' },
      { k: 'schema', v: '1' },
    ]);
    expect(await sql.rows(`SELECT DISTINCT compression FROM parquet_metadata('${path}')`)).toEqual([
      { compression: 'ZSTD' },
    ]);
  });

  test('has the same bytes for the same rows', () => {
    const rows = Array.from({ length: 300 }, (_, i): Cell[] => [
      `t${i % 7}`,
      ['x'],
      true,
      i,
      i,
      [i],
      i,
      [i],
      1n,
    ]);
    expect(makeFile(everyType, rows).equals(makeFile(everyType, rows))).toBe(true);
  });

  test('has nothing of an earlier row group in a later one', async () => {
    const last: Cell[] = ['z', ['z'], true, 1, 1.5, [1.5, null], 3, [3], 1n];
    const earlier = Array.from({ length: 20_000 }, (_, i): Cell[] =>
      i % 3 === 0
        ? everyType.columns.map(() => null)
        : [`t${i}`, [`u${i}`, null], i % 2 === 0, -i, i / 7, [i / 7], -i, [i, null], BigInt(i)],
    );
    const rows = [...earlier, last, last, everyType.columns.map(() => null)];
    expect(await readFile(makeFile(everyType, rows))).toEqual(rows);
  });

  test('gives back whatever comes in runs, alone, seldom or never', async () => {
    const values: Record<CellType, fc.Arbitrary<Cell>> = {
      text: fc.string({ unit: 'binary', maxLength: 5 }),
      texts: fc.array(fc.option(fc.constantFrom('a', 'b', 'ß')), { maxLength: 3 }),
      boolean: fc.boolean(),
      time: fc.integer({ min: -1e12, max: 1e14 }),
      number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      numbers: fc.array(fc.option(fc.constantFrom(0.5, 2)), { maxLength: 3 }),
      int32: fc.integer(),
      int32s: fc.array(fc.option(fc.integer()), { maxLength: 3 }),
      int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    };
    const row = fc.tuple(...everyType.columns.map(({ type }) => fc.option(values[type], { freq: 3 })));
    const runs = fc.array(fc.tuple(row, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }))));
    await fc.assert(
      fc.asyncProperty(runs, async (rowsOfRuns) => {
        const rows = rowsOfRuns.flatMap(([cells, times]) => new Array<Cell[]>(times).fill(cells));
        const file = makeFile(everyType, rows);
        expect(await readFile(file)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('has what blocks say in each row that they are in, wherever they stand', async () => {
    const { columns } = everyType;
    const table = {
      name: 'blocks',
      columns: ['of', 'from', 'to'].flatMap((place) =>
        columns.map(({ name, type }) => ({ name: `${place}_${name}`, type })),
      ),
      blocks: ['call', 'end', 'end'].map((kind) => ({ kind, columns })),
    };
    const block = (i: number): Block =>
      i % 5 === 0
        ? columns.map(() => null)
        : [`t${i}`, [`u${i % 7}`, null], i % 2 === 0, i, i / 7, [i / 7], i % 9, [i, null], BigInt(i)];
    const rows = Array.from({ length: 10_500 }, (_, medium): Row[] => {
      const [call, one, other] = [block(medium), block(2 * medium + 1), block(2 * medium + 2)];
      return [
        [call, one, other],
        [call, other, one],
      ];
    }).flat();
    const read = await readFile(makeFileOfBlocks(table, rows), table);
    expect(read).toEqual(rows.map((row) => row.flat()));
  });

  test.each(allTables)('of $name has the types of its description, with rows and without', async (table) => {
    const expected = table.columns.map(({ name, type }) => ({
      column_name: name,
      column_type: sqlTypes[type],
    }));
    const { blocks = [table] } = table;
    for (const rows of [[], [blocks.map(({ columns }) => columns.map(() => null))]]) {
      const path = join(await makeFolder(), `${table.name}.parquet`);
      await writeFile(path, makeFileOfBlocks(table, rows));
      const described = await sql.rows(
        `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${path}')`,
      );
      expect(described).toEqual(expected);
      expect(await sql.rows(`SELECT count(*) AS n FROM '${path}'`)).toEqual([{ n: String(rows.length) }]);
    }
  });
});
