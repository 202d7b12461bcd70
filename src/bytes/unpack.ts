/** Unpacks the gzip file of a record as it comes in, in pieces of bounded size. */
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { IntegrityError } from '../errors.ts';

const defaultPieceBytes = 256 * 1024;

/** Options of any stream: one piece at a time is taken in, and one is ready that nobody has read. */
const onePiece = { writableHighWaterMark: 1, readableHighWaterMark: 1 };

/**
 * The document in the file; the next piece of the file is asked for once the one before is unpacked. Pieces lie one after the
 * other in memory of `pieceBytes`, each of which ends with a piece. Throws IntegrityError when the file is damaged; what the file
 * throws passes through.
 */
export async function* unpack(
  file: AsyncIterable<Uint8Array>,
  pieceBytes = defaultPieceBytes,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceBytes, ...onePiece });
  // Whoever reads from it hears of each failure.
  pipeline(file, gunzip, () => undefined);
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new IntegrityError('Unpacking a file: it is damaged', { cause: error });
  } finally {
    gunzip.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_')
  );
}
