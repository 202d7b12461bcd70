/** An archive of three days for attacks: how it is made, and the tools to do something to it. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordPath } from '../../src/model/archive-path.ts';
import { formatSeal, hashSeal, type Seal } from '../../src/proof/seal.ts';
import { entryTenant } from './index-entry.ts';
import { makeReallySealedArchive } from './really-sealed-archive.ts';
import { callIdOf, fakeStamp, makeSealedArchive, type SealedArchive } from './sealed-archive.ts';

export const records = 'call-records';
export const [day18, day19, day20] = ['2026-11-18', '2026-11-19', '2026-11-20'] as const;

/**
 * Three days with calls and a report each, sealed on every morning after; call 2 has two versions. `isReal`: sealed by what
 * seals in production.
 */
export async function makeArchive({ stampExpected = false, isReal = false } = {}): Promise<SealedArchive> {
  const archive = isReal ? makeReallySealedArchive() : makeSealedArchive();
  for (const [i, day] of [day18, day19, day20].entries()) {
    for (const call of [1, 2, 3]) archive.archive(day, 10 * i + call);
    archive.archive(day, 10 * i + 2, 2, { fetchedAt: `${day}T13:00:00.000Z` });
    archive.report(day);
    await archive.seal(`2026-11-${19 + i}T05:10:00.000Z`, { stampExpected });
  }
  return archive;
}

export const path = (day: string, call: number, version = 1) =>
  recordPath({ tenantId: entryTenant, callId: callIdOf(call), version: String(version), callDay: day });

export function filesOf(archive: SealedArchive, container = records) {
  const files = archive.holding.containers.get(container);
  if (!files) throw new Error(`There is no ${container}`);
  return files;
}

export function fileOf(archive: SealedArchive, name: string, container = records) {
  const file = filesOf(archive, container).get(name);
  if (!file) throw new Error(`There is no ${name}`);
  return file;
}

/** Flips one bit of a file's document; size, CRC, MD5 and metadata are made to fit. */
export function alterRecord(archive: SealedArchive, name: string): void {
  const file = fileOf(archive, name);
  const document = gunzipSync(file.bytes);
  document[document.length - 4] = (document[document.length - 4] ?? 0) ^ 1;
  file.bytes = gzipSync(document);
  file.metadata = { ...file.metadata, sha256: createHash('sha256').update(document).digest('hex') };
}

export function sealName(sequence: number): string {
  return `seals/v1/${String(sequence).padStart(8, '0')}.json`;
}

/** Writes a seal anew, and all that follow it, each made on the one before. */
export function rewriteFrom(archive: SealedArchive, sequence: number, change: (seal: Seal) => Seal): void {
  const proof = filesOf(archive, 'call-proof');
  let before: Uint8Array | undefined;
  for (const [i, seal] of archive.seals.entries()) {
    if (seal.sequence < sequence) continue;
    const changed = seal.sequence === sequence ? change(seal) : seal;
    const previous =
      before && seal.previous ? { ...seal.previous, sha256: hashSeal(before) } : changed.previous;
    const value = { ...changed, previous };
    const bytes = formatSeal(value);
    proof.set(sealName(seal.sequence), { bytes, metadata: {} });
    if (proof.has(sealName(seal.sequence).replace('.json', '.tsr')))
      proof.set(sealName(seal.sequence).replace('.json', '.tsr'), {
        bytes: fakeStamp(bytes, '2026-12-24T18:00:00.000Z'),
        metadata: {},
      });
    archive.seals[i] = value;
    before = bytes;
  }
}

export const firstManifest = (archive: SealedArchive, seal = 0, day = 0) =>
  archive.seals[seal]?.days[day]?.manifest.path ?? '';
