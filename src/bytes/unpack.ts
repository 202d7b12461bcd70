/** Unpacks the gzip file of a record as it comes in, in pieces of bounded size. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { IntegrityError } from '../errors.ts';

const defaultPieceBytes = 256 * 1024;

/** The document in the file. Throws IntegrityError when the file is damaged; what the file throws passes through. */
export async function* unpack(
  file: AsyncIterable<Uint8Array>,
  pieceBytes = defaultPieceBytes,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const source = Readable.from(file, { objectMode: false });
  source.once('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new IntegrityError('Unpacking a record: the file is damaged', { cause: error });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_')
  );
}
