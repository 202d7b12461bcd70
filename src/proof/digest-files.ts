/** What the bytes of archived files say of themselves: read in pieces, hashed, unpacked and hashed again. */
import { createHash } from 'node:crypto';
import { unpack } from '../bytes/unpack.ts';
import { formatError, IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { isDenied } from './denied.ts';

export interface FileToDigest {
  container: string;
  path: string;
  /** How long its document should be. */
  bytes: number;
}

export interface ReadDigest {
  kind: 'read';
  sizeBytes: number;
  /** Base64. */
  md5: string;
  /** Lower-case hex, and length, of the document; `undefined` where the file cannot be unpacked. */
  document: { sha256: string; bytes: number } | undefined;
}

export type FileDigest = ReadDigest | { kind: 'absent' } | { kind: 'unreadable'; why: string };

/** Reads files, several at a time where that is faster. */
export interface FileDigester {
  /** This many calls at once keep it busy … */
  readonly atOnce: number;
  /** … with at most this many files each. */
  readonly batchFiles: number;
  /** The digest of each, in their order. */
  digest(files: readonly FileToDigest[]): Promise<FileDigest[]>;
  close(): Promise<void>;
}

/** Over the function that opens any file. */
export function makeFileDigester(files: Pick<HeldFiles, 'open'>, atOnce: number): FileDigester {
  return {
    atOnce,
    batchFiles: 1,
    async digest(wanted) {
      const digests: FileDigest[] = [];
      for (const file of wanted) digests.push(await digestFile(files, file));
      return digests;
    },
    close: async () => undefined,
  };
}

async function digestFile(
  files: Pick<HeldFiles, 'open'>,
  { container, path, bytes: expectedBytes }: FileToDigest,
): Promise<FileDigest> {
  try {
    const file = await files.open(container, path);
    return file ? await digestBytes(file, expectedBytes) : { kind: 'absent' };
  } catch (error) {
    if (isDenied(error)) return { kind: 'unreadable', why: formatError(error) };
    throw error;
  }
}

/**
 * The file is hashed as it passes on its way to being unpacked, to its end even where it cannot be unpacked. `expectedBytes`: no
 * more than this is unpacked.
 */
export async function digestBytes(
  file: AsyncIterable<Uint8Array>,
  expectedBytes = Number.POSITIVE_INFINITY,
): Promise<ReadDigest> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  const source = file[Symbol.asyncIterator]();
  let sizeBytes = 0;
  async function* passing(): AsyncGenerator<Uint8Array> {
    for (let one = await source.next(); !one.done; one = await source.next()) {
      md5.update(one.value);
      sizeBytes += one.value.length;
      yield one.value;
    }
  }
  let bytes = 0;
  let isWhole = true;
  try {
    for await (const piece of unpack(passing())) {
      sha256.update(piece);
      bytes += piece.length;
      // No more is unpacked than decides: a small file may hold terabytes of zeros.
      if (bytes > expectedBytes) break;
    }
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    isWhole = false;
  }
  for await (const _ of passing());
  const document = isWhole ? { sha256: sha256.digest('hex'), bytes } : undefined;
  return { kind: 'read', sizeBytes, md5: md5.digest('base64'), document };
}
