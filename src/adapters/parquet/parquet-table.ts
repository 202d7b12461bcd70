/** The file of a table in Parquet, compressed with zstd; row groups close at 20,000 rows. */
import * as zlib from 'node:zlib';
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import type { Cell, TableSchema } from '../../model/table-schema.ts';
import type { TableWriter } from '../../ports/table-writer.ts';
import { makeColumnCells } from './column-cells.ts';
import { makeParquetSchema } from './parquet-schema.ts';

const rowsAGroup = 20_000;
const createdBy = 'teams-call-archive';

export function openParquetTable(
  table: TableSchema,
  properties: Readonly<Record<string, string>>,
): TableWriter {
  const sink = makeSink();
  const writer = new ParquetWriter({
    writer: sink.writer,
    schema: makeParquetSchema(table) as never,
    codec: 'ZSTD',
    compressors: { ZSTD: compress },
    kvMetadata: Object.entries(properties).map(([key, value]) => ({ key, value })),
    createdBy,
  });
  const cells = table.columns.map(({ type }) => makeColumnCells(type));
  let rows = 0;

  function closeGroup(): void {
    if (rows === 0) return;
    let first: unknown[] | undefined;
    const columnData = table.columns.map(({ name, type }, index) => ({
      name,
      // Few queries ask for a range of anything else, and the footer of a wide table is read each time.
      statistics: index === 0 || type === 'time' || type === 'int64',
      // When the library comes to it, so that one column at a time is held twice. It asks the first for its length before.
      get data() {
        if (index > 0) return cells[index]?.take();
        first ??= cells[0]?.take();
        return first;
      },
    }));
    void writer.write({ columnData: columnData as ColumnSource[], rowGroupSize: rows });
    rows = 0;
  }

  return {
    add(row) {
      for (let i = 0; i < cells.length; i += 1) cells[i]?.push(row[i] as Cell);
      rows += 1;
      if (rows === rowsAGroup) closeGroup();
    },
    finish() {
      closeGroup();
      void writer.finish();
      return sink.take();
    },
  };
}

function compress(bytes: Uint8Array): Uint8Array {
  return zlib.zstdCompressSync(bytes);
}

/** Hands over what was written after each row group: one growing buffer would be copied again and again. */
function makeSink() {
  const parts: Uint8Array[] = [];
  const writer = new ByteWriter();
  const moveOn = () => {
    if (writer.index > 0) parts.push(writer.getBytes().slice());
    writer.index = 0;
  };
  return {
    writer: Object.assign(writer, { flush: moveOn }),
    take() {
      moveOn();
      return parts;
    },
  };
}
