/** Unpacks the gzip file of a small document at once, which costs less than piece by piece. */
import { gunzipSync, constants as zlibConstants } from 'node:zlib';

/** `undefined`: it unpacks to more than `maxBytes`. Throws what zlib throws when the file is damaged. */
export function unpackSmall(file: Uint8Array, maxBytes: number): Buffer | undefined {
  try {
    return gunzipSync(file, { maxOutputLength: maxBytes, chunkSize: chooseChunkSize(file, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

/**
 * Room for the whole document, and a byte more by which zlib sees that it is all: else it comes in pieces that are put
 * together after. The file ends with the length of its document; what a damaged one says there, zlib finds out.
 */
function chooseChunkSize(file: Uint8Array, maxBytes: number): number {
  const lengthBytes = 4;
  if (file.length < lengthBytes) return zlibConstants.Z_MIN_CHUNK;
  const { buffer, byteOffset, length } = file;
  const saidBytes = new DataView(buffer, byteOffset + length - lengthBytes).getUint32(0, true);
  return Math.max(zlibConstants.Z_MIN_CHUNK, Math.min(saidBytes, maxBytes) + 1);
}
