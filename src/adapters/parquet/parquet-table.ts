/** The file of a table in Parquet, compressed with zstd; row groups close at 20,000 rows. */
import type { ColumnChunk, RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { Block, TableSchema } from '../../model/table-schema.ts';
import type { TableWriter } from '../../ports/table-writer.ts';
import { type Blocks, makeBlocks } from './blocks.ts';
import { type ColumnPlace, writeColumnChunk } from './column-chunk.ts';
import { makeLevelRoom } from './level-room.ts';
import { makePageBytes } from './page-bytes.ts';
import { makeParquetSchema, placeColumns } from './parquet-schema.ts';

/** Even two blocks of a kind in each row can be counted in 16 bits. */
const rowsAGroup = 20_000;
/** After so many rows their new blocks are gone through. */
const rowsAtOnce = 200;
const createdBy = 'teams-call-archive';
/** `PAR1` */
const magic = 0x31524150;

export function openParquetTable(table: TableSchema): TableWriter {
  const parts: Uint8Array[] = [];
  const writer = new ByteWriter();
  const page = makePageBytes();
  const room = makeLevelRoom();
  const schema = makeParquetSchema(table);
  const places = placeColumns(table);
  const slots = layOutBlocks(table);
  const kinds = new Set(slots.map(({ blocks }) => blocks));
  const groups: RowGroup[] = [];
  let rows = 0;
  let allRows = 0;
  writer.appendUint32(magic);

  /** One growing buffer would be copied again and again. */
  function moveOn(): void {
    parts.push(writer.getBytes().slice());
    writer.index = 0;
  }

  function settle(): void {
    for (const blocks of kinds) blocks.settle();
  }

  function closeGroup(): void {
    if (rows === 0) return;
    settle();
    const start = writer.offset;
    const columns: ColumnChunk[] = [];
    for (const { blocks, numbers } of slots)
      for (const column of blocks.columns) {
        const place = places[columns.length] as ColumnPlace;
        columns.push(writeColumnChunk(writer, page, place, column.lay(numbers.subarray(0, rows), room)));
      }
    groups.push({
      columns,
      total_byte_size: columns.reduce(
        (sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n),
        0n,
      ),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(writer.offset - start),
    });
    for (const blocks of kinds) blocks.clear();
    allRows += rows;
    rows = 0;
    moveOn();
  }

  return {
    add(row) {
      for (const [i, { blocks, numbers }] of slots.entries())
        numbers[rows] = blocks.numberOf(row[i] as Block);
      rows += 1;
      if (rows % rowsAtOnce === 0) settle();
      if (rows === rowsAGroup) closeGroup();
    },
    finish(properties) {
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

/** One of the blocks that each row has. */
interface Slot {
  blocks: Blocks;
  /** Of each row of the group. */
  numbers: Uint16Array;
}

function layOutBlocks({ columns, blocks = [{ kind: 'row', columns }] }: TableSchema): Slot[] {
  const kinds = new Map<string, Blocks>();
  return blocks.map(({ kind, columns }) => {
    const known = kinds.get(kind) ?? makeBlocks(columns);
    kinds.set(kind, known);
    return { blocks: known, numbers: new Uint16Array(rowsAGroup) };
  });
}
