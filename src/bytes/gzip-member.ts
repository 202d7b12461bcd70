/**
 * Makes one gzip member (RFC 1952) of a document that comes in parts: deflate segments, each ended by a full flush,
 * then one empty last block. Several members one after the other would be legal gzip too, but common readers
 * (`curl --compressed`, Python's `zlib.decompress`) stop after the first. Hashes are taken on the way.
 */
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import { giveBack, ownMemoryBytes } from './give-back.ts';
import { makeGrowingBuffer } from './growing-buffer.ts';

const deflate = promisify(deflateRaw);
const options = { level: 6, finishFlush: constants.Z_FULL_FLUSH };
/** Output is taken in pieces of this length; zlib's own are small for a page of sessions. */
const chunkBytes = 128 * 1024;
/** Below this, handing the work to another thread costs more than the work. */
const smallBytes = 256 * 1024;

/** Magic, deflate, no flags, no time (the same document gives the same file), no extra flags, unknown system. */
const header = Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff]);
const lastBlock = Buffer.from([0x03, 0x00]);

/** Uncompressed bytes that become one segment. */
const segmentBytes = 1024 * 1024;

/** Hashes that are taken on the way. */
export interface MemberHashes {
  /** Takes a part of the document and the part of the file that it became, a deflate segment of its own. */
  update(segment: Uint8Array, compressed: Uint8Array): void | Promise<void>;
  /** Takes a part of the file in which there is no document. */
  updateFile(part: Uint8Array): void;
  /** Instead of all these: takes a document that is one segment, and its file. */
  updateWhole(document: Uint8Array, file: Uint8Array): void;
}

/** How far a member has come. The hashes are the caller's to keep. */
export interface GzipPosition {
  /** Length of the document so far. */
  sizeBytes: number;
  /** CRC-32 of the document so far. */
  crc: number;
}

export interface GzipMember {
  /**
   * Copies a part of the document. Says whether it is time to flush. Throws on an empty part: it would be one whose
   * memory was given back too early.
   */
  add(part: Uint8Array): boolean;
  /** Ends the segment: another member can continue from here. Gives the part of the file that is complete with it. */
  flush(): Promise<Uint8Array[]>;
  /** Makes a segment of a part without a copy of it. To be called where nothing was written since the last segment. */
  writeSegment(segment: Uint8Array): Promise<Uint8Array[]>;
  position(): GzipPosition;
  /** The rest of the file; the hashes hold the whole then. To be called once. */
  end(): Promise<Uint8Array[]>;
}

/** `hashes` take in what goes by; `start` is the position at which a member continues; its hashes continue too. */
export function makeGzipMember(
  hashes: MemberHashes,
  start: GzipPosition = { sizeBytes: 0, crc: 0 },
): GzipMember {
  let { sizeBytes, crc } = start;
  const buffer = makeGrowingBuffer();

  function give(part: Uint8Array): Uint8Array {
    hashes.updateFile(part);
    return part;
  }

  /** Counts a segment and compresses it. */
  function take(segment: Uint8Array): Uint8Array | Promise<Uint8Array> {
    crc = crc32(segment, crc);
    sizeBytes += segment.length;
    return compress(segment);
  }

  async function writeSegment(segment: Uint8Array): Promise<Uint8Array[]> {
    const parts = sizeBytes === 0 ? [give(header)] : [];
    const compressed = await take(segment);
    await hashes.update(segment, compressed);
    return [...parts, compressed];
  }

  /** Nearly all documents are one segment. */
  async function writeWhole(): Promise<Uint8Array> {
    const document = buffer.bytes();
    const compressed = await take(document);
    const file = Buffer.concat([header, compressed, lastBlock, makeTrailer()]);
    giveBack(compressed);
    hashes.updateWhole(document, file);
    return file;
  }

  function makeTrailer(): Uint8Array {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc, 0);
    trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
    return trailer;
  }

  async function flush(): Promise<Uint8Array[]> {
    if (buffer.length === 0) return [];
    const parts = await writeSegment(buffer.bytes());
    buffer.clear();
    return parts;
  }

  return {
    flush,
    writeSegment,
    position: () => ({ sizeBytes, crc }),
    add(part) {
      if (part.length === 0) throw new Error('Compressing a document: a part of it is empty');
      buffer.add(part);
      return buffer.length >= segmentBytes;
    },
    async end() {
      const parts =
        sizeBytes === 0 ? [await writeWhole()] : [...(await flush()), give(lastBlock), give(makeTrailer())];
      buffer.free();
      return parts;
    },
  };
}

/** Hands parts of a file on to whoever copies them, and gives their memory back. */
export async function handOn(
  parts: readonly Uint8Array[],
  writer: { write(part: Uint8Array): Promise<void> },
): Promise<void> {
  for (const part of parts) {
    await writer.write(part);
    giveBack(part);
  }
}

function compress(segment: Uint8Array): Uint8Array | Promise<Uint8Array> {
  if (segment.length === 0) return segment;
  if (segment.length > smallBytes) return deflate(segment, { ...options, chunkSize: chunkBytes });
  return deflateRawSync(segment, { ...options, chunkSize: Math.max(ownMemoryBytes, segment.length >> 2) });
}
