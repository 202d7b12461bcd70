/** Writes one column of a row group: its dictionary where it has one, and one data page. */
import * as zlib from 'node:zlib';
import type { ColumnChunk, PageHeader, ParquetType, Statistics } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { ColumnData } from './column-cells.ts';
import type { PageBytes } from './page-bytes.ts';
import { bitWidthOf, maxRunBytes, putRuns } from './run-length.ts';

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
  const { count, dictionary, places } = data;
  const hasDictionary = isWorthDictionary(type, data);
  const start = BigInt(writer.offset);
  const encoding = hasDictionary ? 'RLE_DICTIONARY' : 'PLAIN';
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

  if (hasDictionary) {
    const size = dictionary.size();
    dictionary.append(page, countTo(size));
    writePage({
      type: 'DICTIONARY_PAGE',
      dictionary_page_header: { num_values: size, encoding: 'PLAIN' },
    });
  }
  const dataStart = BigInt(writer.offset);
  appendLevels(page, data);
  if (hasDictionary) appendPlaces(page, places, dictionary.size());
  else dictionary.append(page, places);
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
      encodings: hasDictionary ? ['RLE', 'PLAIN', encoding] : ['RLE', encoding],
      path_in_schema: path,
      codec: 'ZSTD',
      num_values: BigInt(count),
      total_uncompressed_size: BigInt(plainBytes),
      total_compressed_size: BigInt(writer.offset) - start,
      data_page_offset: dataStart,
      ...(hasDictionary && { dictionary_page_offset: start }),
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

function appendPlaces(page: PageBytes, places: Int32Array, size: number): void {
  const bitWidth = bitWidthOf(size - 1);
  page.append(1 + maxRunBytes(places.length, bitWidth), (room) =>
    putRuns(places, bitWidth, room, room.writeUInt8(bitWidth)),
  );
}

/** Of truth values Parquet has none. */
function isWorthDictionary(type: ParquetType, { dictionary, places }: ColumnData): boolean {
  return type !== 'BOOLEAN' && places.length > 0 && 2 * dictionary.size() <= places.length;
}

function countTo(size: number): Int32Array {
  const places = new Int32Array(size);
  for (let place = 0; place < size; place += 1) places[place] = place;
  return places;
}

function describe({ count, dictionary, places }: ColumnData): Statistics {
  const found = dictionary.bounds?.(places);
  return {
    null_count: BigInt(count - places.length),
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
