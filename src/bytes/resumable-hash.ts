/**
 * SHA-256 and MD5 whose states can be saved and loaded, for records that are left and resumed. A module of its own, loaded
 * when first needed, so that most records do without it and its cost (see running-hash.ts).
 */
import { createMD5, createSHA256, type IHasher } from 'hash-wasm';

/** Saved states of both hashes, base64. */
export interface HashStates {
  sha256: string;
  md5: string;
}

export interface HashPair {
  sha256: { update(bytes: Uint8Array): unknown; digest(): Uint8Array };
  md5: { update(bytes: Uint8Array): unknown; digest(): Uint8Array };
}

export interface ResumablePair extends HashPair {
  save(): HashStates;
}

/** A new pair, or one that continues from its saved states. */
export async function makeResumablePair(saved?: HashStates): Promise<ResumablePair> {
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
