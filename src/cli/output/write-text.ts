/** Writes to a stream as fast as its reader takes it. */
import { printableLines } from '../../reading/display-text.ts';
import type { OutputStream } from '../world.ts';

/** Resolves when the stream takes more; rejects when it is closed (`EPIPE`: the reader is gone). */
export function writeText(stream: OutputStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Takes the bytes of documents, piece by piece. A pipe or a file gets exactly these; a terminal gets the text with control
 * characters escaped.
 */
export function makeDataWriter(stream: OutputStream): (bytes: Uint8Array) => Promise<void> {
  if (!stream.isTTY) return (bytes) => writeText(stream, bytes);
  const decoder = new TextDecoder();
  return (bytes) => writeText(stream, printableLines(decoder.decode(bytes, { stream: true })));
}
