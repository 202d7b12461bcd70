/** What the bytes of files in a folder say of themselves. Runs in a worker thread or in this one. */
import { hash } from 'node:crypto';
import { createReadStream, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { basename } from 'node:path/posix';
import { gunzipSync } from 'node:zlib';
import { formatError } from '../../errors.ts';
import { digestBytes, type FileDigest, type FileToDigest } from '../../proof/digest-files.ts';
import { pathInside } from './path-inside.ts';

export interface DigestTask {
  /** Where each container is. */
  roots: Readonly<Record<string, string>>;
  files: readonly FileToDigest[];
}

/** Longer files and documents are read in pieces, so that a hostile one cannot exhaust memory. */
const maxWholeBytes = 64 * 1024 * 1024;

export async function digestFolderFiles({ roots, files }: DigestTask): Promise<FileDigest[]> {
  const digests: FileDigest[] = [];
  const folders = new Map<string, string>();
  for (const file of files) digests.push(await digestFile(file, roots[file.container] ?? '', folders));
  return digests;
}

/** `folders`: those that were found to lie inside. */
async function digestFile(
  { container, path, bytes }: FileToDigest,
  root: string,
  folders: Map<string, string>,
): Promise<FileDigest> {
  try {
    const key = `${container}/${dirname(path)}`;
    const folder = folders.get(key) ?? pathInside(root, dirname(path));
    folders.set(key, folder);
    const file = join(folder, basename(path));
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return { kind: 'absent' };
    if (stats.size > maxWholeBytes || bytes > maxWholeBytes)
      return await digestBytes(createReadStream(file), bytes);
    return digestWhole(readFileSync(file), bytes);
  } catch (error) {
    const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error;
    if (isOfSystem) return { kind: 'unreadable', why: formatError(error) };
    throw error;
  }
}

function digestWhole(file: Buffer, expectedBytes: number): FileDigest {
  const { length: sizeBytes } = file;
  return {
    kind: 'read',
    sizeBytes,
    md5: hash('md5', file, 'base64'),
    document: unpackWhole(file, expectedBytes),
  };
}

/** With room for the document that is expected, the output is one piece; one that is longer is not unpacked further. */
function unpackWhole(file: Buffer, expectedBytes: number): { sha256: string; bytes: number } | undefined {
  try {
    const room = { chunkSize: Math.max(64, expectedBytes + 1), maxOutputLength: expectedBytes + 1 };
    const document = gunzipSync(file, room);
    return { sha256: hash('sha256', document, 'hex'), bytes: document.length };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') return { sha256: '', bytes: expectedBytes + 1 };
    if (code.startsWith('Z_')) return undefined;
    throw error;
  }
}
