/** Reads a seal of the chain, which may be none: what is wrong with the chain is told, and does not stop sealing. */
import { createHash } from 'node:crypto';
import { IntegrityError, ShapeError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { proofContainer, sealPath } from '../proof/proof-paths.ts';
import { hashSeal, maxSealBytes, parseSeal, type Seal } from '../proof/seal.ts';

export interface PlacedSeal {
  /** Of its bytes. */
  sha256: string;
  /** `undefined`: what lies in its place is no seal. */
  seal: Seal | undefined;
}

/** `undefined` when there is nothing in its place. */
export async function readSeal(sequence: number, files: HeldFiles): Promise<PlacedSeal | undefined> {
  const path = sealPath(sequence);
  try {
    const bytes = await files.read(proofContainer, path, maxSealBytes);
    return bytes && { sha256: hashSeal(bytes), seal: parseSeal(bytes) };
  } catch (error) {
    if (!(error instanceof IntegrityError) && !(error instanceof ShapeError)) throw error;
  }
  const hash = createHash('sha256');
  for await (const part of (await files.open(proofContainer, path)) ?? []) hash.update(part);
  return { sha256: hash.digest('hex'), seal: undefined };
}
