/** Seals of given records, one for each given list of days, made of the formats alone: for tests of what reads them. */
import { createHash } from 'node:crypto';
import { parseRecordPath } from '../../src/model/archive-path.ts';
import { makeEntry } from '../../src/proof/held-entry.ts';
import { packLines } from '../../src/proof/lines-file.ts';
import { compareEntries, formatManifestLine } from '../../src/proof/manifest-line.ts';
import { makeTreeHash } from '../../src/proof/merkle-tree.ts';
import { manifestPath, sealPath, stampPath } from '../../src/proof/proof-paths.ts';
import { formatSeal, hashSeal, type Seal } from '../../src/proof/seal.ts';
import type { ArchivedRecord } from './archived-records.ts';

export interface SealingPlan {
  records: readonly ArchivedRecord[];
  tenantId: string;
  /** The days of each seal. */
  seals: readonly (readonly string[])[];
  /** When each seal is made. */
  sealedAt(sequence: number): Date;
  stamp?(seal: Uint8Array): Promise<Uint8Array>;
}

export type PutProof = (path: string, bytes: Uint8Array) => Promise<unknown>;

/** Gives the bytes of the seals. */
export async function sealRecords(plan: SealingPlan, put: PutProof): Promise<Uint8Array[]> {
  const made: Uint8Array[] = [];
  for (const [at, days] of plan.seals.entries()) {
    const sequence = at + 1;
    const before = made.at(-1);
    const sealedAt = plan.sealedAt(sequence).toISOString();
    const seal: Seal = {
      schema: 1,
      tenantId: plan.tenantId,
      sequence,
      sealedAt,
      previous: before ? { sequence: at, sha256: hashSeal(before) } : null,
      app: { name: 'teams-call-archive', version: '1.2.3' },
      sealsFrom: plan.seals.flat().sort()[0] ?? '',
      stampExpected: plan.stamp !== undefined,
      days: await Promise.all(days.map((date) => sealDay(plan, date, sealedAt, put))),
    };
    const bytes = formatSeal(seal);
    await put(sealPath(sequence), bytes);
    if (plan.stamp) await put(stampPath(sequence), await plan.stamp(bytes));
    made.push(bytes);
  }
  return made;
}

async function sealDay(
  { records }: SealingPlan,
  date: string,
  listedAt: string,
  put: PutProof,
): Promise<Seal['days'][number]> {
  const lines = records
    .filter(({ blob }) => parseRecordPath(blob)?.callDay === date)
    .map(entryOf)
    .sort(compareEntries)
    .map(formatManifestLine);
  const tree = makeTreeHash();
  for (const line of lines) tree.add(line);
  const packed = packLines(lines);
  const path = manifestPath(date, listedAt.replaceAll(/[-:]|\.\d+/g, ''), '0123abcd');
  await put(path, Buffer.concat(await Array.fromAsync(packed.parts)));
  return {
    date,
    state: 'open',
    listedAt,
    manifest: { path, ...packed.facts(), root: Buffer.from(tree.root()).toString('hex') },
    graph: { reason: 'Graph was not asked' },
    changes: [],
    added: 0,
  };
}

function entryOf({ blob, file, document, entry }: ArchivedRecord) {
  const metadata = { sha256: entry.sha256, fetched_at: entry.fetchedAt, reason: entry.reason };
  const md5 = createHash('md5').update(file).digest('base64');
  const held = { path: blob, sizeBytes: file.length, md5, metadata };
  return makeEntry('call-records', held, { sha256: entry.sha256, bytes: document.length, md5 });
}
