/** Writes one column of a row group: its dictionary where it has one, and one data page. */
import * as zlib from 'node:zlib';
import type { ColumnChunk, PageHeader, ParquetType, Statistics } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { ColumnData } from './column-cells.ts';
import type { PageBytes } from './page-bytes.ts';
import { maxRunBytes, putRuns } from './run-length.ts';

export interface ColumnPlace {
  /** From the column down to its values. */
  path: string[];
  type: ParquetType;
  hasStatistics: boolean;
}

/** Puts each page together in `page`. */
export function writeColumnChunk(
  writer: ByteWriter,
  page: PageBytes,
  { path, type, hasStatistics }: ColumnPlace,
  data: ColumnData,
): ColumnChunk {
  const { count, dictionary } = data;
  const start = BigInt(writer.offset);
  const encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN';
  let plainBytes = 0;

  const writePage = (header: Partial<PageHeader> & Pick<PageHeader, 'type'>) => {
    const bytes = page.take();
    const packed = compress(bytes);
    const from = writer.offset;
    writePageHeader(writer, {
      ...header,
      uncompressed_page_size: bytes.length,
      compressed_page_size: packed.length,
    });
    plainBytes += writer.offset - from + bytes.length;
    writer.appendBytes(packed);
  };

  if (dictionary) {
    dictionary.append(page);
    writePage({
      type: 'DICTIONARY_PAGE',
      dictionary_page_header: { num_values: dictionary.size, encoding: 'PLAIN' },
    });
  }
  const dataStart = BigInt(writer.offset);
  appendLevels(page, data);
  data.append(page);
  writePage({
    type: 'DATA_PAGE',
    data_page_header: {
      num_values: count,
      encoding,
      definition_level_encoding: 'RLE',
      repetition_level_encoding: 'RLE',
    },
  });
  return {
    file_offset: start,
    meta_data: {
      type,
      encodings: dictionary ? ['RLE', 'PLAIN', encoding] : ['RLE', encoding],
      path_in_schema: path,
      codec: 'ZSTD',
      num_values: BigInt(count),
      total_uncompressed_size: BigInt(plainBytes),
      total_compressed_size: BigInt(writer.offset) - start,
      data_page_offset: dataStart,
      ...(dictionary && { dictionary_page_offset: start }),
      ...(hasStatistics && { statistics: describe(data) }),
    },
  };
}

/** They stand before the values, each kind after its length. */
function appendLevels(page: PageBytes, { levels }: ColumnData): void {
  const lengthBytes = 4;
  for (const { values, bitWidth } of levels)
    page.append(lengthBytes + maxRunBytes(values.length, bitWidth), (room) => {
      const end = putRuns(values, bitWidth, room, lengthBytes);
      room.writeUInt32LE(end - lengthBytes);
      return end;
    });
}

function describe({ nulls, bounds }: ColumnData): Statistics {
  const found = bounds?.();
  return {
    null_count: BigInt(nulls),
    ...(found && { min_value: found.least, max_value: found.greatest }),
  };
}

/** The least work: what is in a dictionary already shrinks little by more. */
const params = { [zlib.constants.ZSTD_c_compressionLevel]: 1 };

function compress(page: Uint8Array): Uint8Array {
  // Many columns have next to nothing: for them, what zlib takes at a time by itself is far too much.
  const chunkSize = Math.min(zlib.constants.Z_DEFAULT_CHUNK, page.length + zlib.constants.Z_MIN_CHUNK);
  return zlib.zstdCompressSync(page, { params, chunkSize });
}
