/** Unpacks the gzip file of a small document at once, which costs less than piece by piece. */
import { gunzipSync } from 'node:zlib';

/** `undefined`: it unpacks to more than `maxBytes`. Throws what zlib throws when the file is damaged. */
export function unpackSmall(file: Uint8Array, maxBytes: number): Buffer | undefined {
  try {
    return gunzipSync(file, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}
