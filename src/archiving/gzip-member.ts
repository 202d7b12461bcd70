/**
 * Makes one gzip member (RFC 1952) of a document that comes in parts: deflate segments, each ended by a full flush,
 * then one empty last block. Several members one after the other would be legal gzip too, but common readers
 * (`curl --compressed`, Python's `zlib.decompress`) stop after the first. Hashes are taken on the way.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const options = { level: 6, finishFlush: constants.Z_FULL_FLUSH, chunkSize: 128 * 1024 };

/** Magic, deflate, no flags, no time (the same document gives the same file), no extra flags, unknown system. */
const header = Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff]);
const lastBlock = Buffer.from([0x03, 0x00]);

/** Uncompressed bytes that become one segment. */
const segmentBytes = 1024 * 1024;

export interface GzipFacts {
  /** SHA-256 of the document, lower-case hex. */
  sha256: string;
  /** Length of the document. */
  sizeBytes: number;
  /** MD5 of the gzip file, as storage wants it. */
  contentMd5: Uint8Array;
}

export interface GzipMember {
  /** Takes a part of the document; gives the part of the file that is complete with it, which may be nothing. */
  write(part: Uint8Array): Promise<Uint8Array[]>;
  /** The rest of the file, and what is known of the whole. To be called once. */
  end(): Promise<{ rest: Uint8Array[]; facts: GzipFacts }>;
}

/** Starts a new member. */
export function makeGzipMember(): GzipMember {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let sizeBytes = 0;
  let crc = 0;

  async function compress(): Promise<Uint8Array[]> {
    const segment = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    const parts = sizeBytes === 0 ? [header] : [];
    if (segment.length > 0) {
      sha256.update(segment);
      crc = crc32(segment, crc);
      sizeBytes += segment.length;
      parts.push(await deflate(segment, options));
    }
    for (const part of parts) md5.update(part);
    return parts;
  }

  return {
    async write(part) {
      waiting.push(part);
      waitingBytes += part.length;
      return waitingBytes < segmentBytes ? [] : compress();
    },
    async end() {
      const trailer = Buffer.alloc(8);
      const rest = await compress();
      trailer.writeUInt32LE(crc, 0);
      trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
      const tail = Buffer.concat([lastBlock, trailer]);
      md5.update(tail);
      rest.push(tail);
      return { rest, facts: { sha256: sha256.digest('hex'), sizeBytes, contentMd5: md5.digest() } };
    },
  };
}
