/** Writes text to a stream as fast as its reader takes it. */
import type { OutputStream } from '../world.ts';

/** Resolves when the stream takes more; rejects when it is closed (`EPIPE`: the reader has gone). */
export function writeText(stream: OutputStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
