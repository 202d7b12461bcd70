/** Reads what sealing wrote, and checks that it hangs together: chain, manifests, roots. */
import { expect } from '@jest/globals';
import type { HeldFiles } from '../../src/ports/held-files.ts';
import { openLines } from '../../src/proof/lines-file.ts';
import { type ManifestEntry, parseManifestLine } from '../../src/proof/manifest-line.ts';
import { makeTreeHash } from '../../src/proof/merkle-tree.ts';
import { proofContainer, sealPath } from '../../src/proof/proof-paths.ts';
import {
  hashSeal,
  maxSealBytes,
  type NamedLines,
  parseSeal,
  type Seal,
  type SealedDay,
} from '../../src/proof/seal.ts';

export function makeReadProof({ files }: { files: HeldFiles }) {
  async function readLines({ path, sha256, entries }: NamedLines): Promise<Buffer[]> {
    const opened = await files.open(proofContainer, path);
    if (!opened) throw new Error(`${path} is not there`);
    const file = openLines(opened);
    const lines = (await Array.fromAsync(file.parts)).map((line) => Buffer.from(line));
    expect(file.facts()).toEqual({ sha256, entries });
    return lines;
  }

  async function readEntries({ manifest }: SealedDay): Promise<ManifestEntry[]> {
    const tree = makeTreeHash();
    const lines = await readLines(manifest);
    for (const line of lines) tree.add(line);
    expect(Buffer.from(tree.root()).toString('hex')).toBe(manifest.root);
    return lines.map((line) => parseManifestLine(line));
  }

  /** Every seal, checked against the one before. */
  async function readSeals(): Promise<Seal[]> {
    const seals: Seal[] = [];
    let before: { seal: Seal; sha256: string } | undefined;
    for (let sequence = 1; ; sequence += 1) {
      const bytes = await files.read(proofContainer, sealPath(sequence), maxSealBytes);
      if (!bytes) return seals;
      const seal = parseSeal(bytes);
      expect(seal.sequence).toBe(sequence);
      expect(seal.previous).toEqual(before ? { sequence: sequence - 1, sha256: before.sha256 } : null);
      if (before) expect(seal.sealedAt > before.seal.sealedAt).toBe(true);
      for (const day of seal.days) await readEntries(day);
      seals.push(seal);
      before = { seal, sha256: hashSeal(bytes) };
    }
  }

  /** The newest seal of a day. */
  async function readDay(day: string): Promise<SealedDay> {
    const found = (await readSeals()).flatMap(({ days }) => days).findLast(({ date }) => date === day);
    if (!found) throw new Error(`${day} is not sealed`);
    return found;
  }

  return { readLines, readEntries, readSeals, readDay };
}
