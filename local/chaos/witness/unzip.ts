/** Unpacks an archived file by RFC 1952, and finds fault with anything that is not one whole member. */
import { crc32, inflateRawSync } from 'node:zlib';

const headerBytes = 10;
const trailerBytes = 8;

/** Throws with what is wrong. */
export function unzip(file: Buffer): Buffer {
  const header = file.subarray(0, headerBytes).toString('hex');
  if (header !== '1f8b08000000000000ff') throw new Error(`its header is ${header}`);
  const trailer = file.subarray(-trailerBytes);
  // Deflate data that continue after their last block, or have none, do not fit between header and trailer.
  const { buffer, engine } = inflateRawSync(file.subarray(headerBytes, -trailerBytes), {
    info: true,
  }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  const unread = file.length - headerBytes - trailerBytes - engine.bytesWritten;
  if (unread !== 0) throw new Error(`${unread} bytes follow its last block`);
  if (trailer.readUInt32LE(0) !== crc32(buffer)) throw new Error('its CRC is wrong');
  if (trailer.readUInt32LE(4) !== buffer.length % 2 ** 32) throw new Error('its length is wrong');
  return buffer;
}
