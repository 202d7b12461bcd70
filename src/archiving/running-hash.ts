/**
 * Hashes of what goes by. The plain ones are node:crypto's, which are several times faster; the resumable ones can be
 * saved and loaded, so that a record that is read in several runs still has one hash.
 */
import { createHash } from 'node:crypto';
import type { IHasher } from 'hash-wasm';

export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** SHA-256 of the document, and MD5 of the file. */
export interface Hashes {
  sha256: RunningHash;
  md5: RunningHash;
}

/** States of both hashes in base64, under 400 characters in all. */
export interface HashStates {
  sha256: string;
  md5: string;
}

export interface ResumableHashes extends Hashes {
  save(): HashStates;
}

export function makePlainHashes(): Hashes {
  return { sha256: createHash('sha256'), md5: createHash('md5') };
}

/** New ones, or ones that go on from their saved states. */
export async function makeResumableHashes(saved?: HashStates): Promise<ResumableHashes> {
  const { createMD5, createSHA256 } = await import('hash-wasm');
  const sha256 = begin(await createSHA256(), saved?.sha256);
  const md5 = begin(await createMD5(), saved?.md5);
  return {
    sha256: { update: (bytes) => sha256.update(bytes), digest: () => sha256.digest('binary') },
    md5: { update: (bytes) => md5.update(bytes), digest: () => md5.digest('binary') },
    save: () => ({ sha256: encode(sha256.save()), md5: encode(md5.save()) }),
  };
}

function begin(hash: IHasher, saved: string | undefined): IHasher {
  return saved === undefined ? hash.init() : hash.load(Buffer.from(saved, 'base64'));
}

function encode(state: Uint8Array): string {
  return Buffer.from(state).toString('base64');
}
