/** A record's exact bytes, unpacked and checked while read: damage always surfaces, at the end if not before. */
import { createHash } from 'node:crypto';
import { unpack } from '../bytes/unpack.ts';
import { IntegrityError } from '../errors.ts';
import type { CallArchive } from '../ports/call-archive.ts';

/** The columns of a record's row that reading needs. */
export interface RecordPlace {
  blob: string;
  /** From the index; empty if unknown. */
  sha256: string;
}

/**
 * The document in pieces. Throws IntegrityError when the file is missing, cannot be unpacked, or does not match the
 * SHA-256 beside it and in the index: do not rely on the pieces until the end.
 */
export async function* readDocument(
  archive: Pick<CallArchive, 'open'>,
  { blob, sha256 }: RecordPlace,
): AsyncGenerator<Buffer> {
  const file = await archive.open(blob);
  if (!file) throw new IntegrityError(`Reading ${blob}: the index names it, but it is not there`);
  const hash = createHash('sha256');
  for await (const piece of named(blob, unpack(file.bytes))) {
    hash.update(piece);
    yield piece;
  }
  const found = hash.digest('hex');
  for (const [where, wanted] of [
    ['the metadata', file.metadata.sha256],
    ['the index', sha256],
  ]) {
    if (wanted && wanted !== found)
      throw new IntegrityError(`Reading ${blob}: its SHA-256 is ${found}, ${where} says ${wanted}`);
  }
}

async function* named(blob: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    throw new IntegrityError(`Reading ${blob}: the file is damaged`, { cause: error });
  }
}
