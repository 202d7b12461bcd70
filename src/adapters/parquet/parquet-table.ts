/** The file of a table in Parquet, compressed with zstd; row groups close at 20,000 rows. */
import type { RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { TableSchema } from '../../model/table-schema.ts';
import type { TableWriter } from '../../ports/table-writer.ts';
import { makeColumnCells, type Row } from './column-cells.ts';
import { type ColumnPlace, writeColumnChunk } from './column-chunk.ts';
import { makePageBytes } from './page-bytes.ts';
import { makeParquetSchema, placeColumns } from './parquet-schema.ts';

const rowsAGroup = 20_000;
/** Of so many rows one column is gone through after the other: by row, a wide table is all over the memory. A divisor of the above. */
const rowsAtOnce = 200;
const createdBy = 'teams-call-archive';
/** `PAR1` */
const magic = 0x31524150;

export function openParquetTable(
  table: TableSchema,
  properties: Readonly<Record<string, string>>,
): TableWriter {
  const parts: Uint8Array[] = [];
  const writer = new ByteWriter();
  const page = makePageBytes();
  const schema = makeParquetSchema(table);
  const places = placeColumns(table);
  const cells = table.columns.map(({ type }) => makeColumnCells(type));
  const groups: RowGroup[] = [];
  let waiting: Row[] = [];
  let rows = 0;
  let allRows = 0;
  writer.appendUint32(magic);

  /** One growing buffer would be copied again and again. */
  function moveOn(): void {
    parts.push(writer.getBytes().slice());
    writer.index = 0;
  }

  function addWaiting(): void {
    for (const [i, column] of cells.entries()) column.push(waiting, i);
    rows += waiting.length;
    waiting = [];
  }

  function closeGroup(): void {
    if (rows === 0) return;
    const start = writer.offset;
    const columns = cells.map((column, i) =>
      writeColumnChunk(writer, page, places[i] as ColumnPlace, column.take()),
    );
    groups.push({
      columns,
      total_byte_size: columns.reduce(
        (sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n),
        0n,
      ),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(writer.offset - start),
    });
    allRows += rows;
    rows = 0;
    moveOn();
  }

  return {
    add(row) {
      waiting.push(row);
      if (waiting.length < rowsAtOnce) return;
      addWaiting();
      if (rows === rowsAGroup) closeGroup();
    },
    finish() {
      addWaiting();
      closeGroup();
      writeMetadata(writer, {
        version: 2,
        created_by: createdBy,
        schema,
        num_rows: BigInt(allRows),
        row_groups: groups,
        key_value_metadata: Object.entries(properties).map(([key, value]) => ({ key, value })),
        metadata_length: 0,
      });
      writer.appendUint32(magic);
      moveOn();
      return parts;
    },
  };
}
