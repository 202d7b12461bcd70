/** Verifies a small archive as storage has it and as a downloaded folder has it. */
import { openFolderHeldFiles } from '../../src/adapters/folder/folder-held-files.ts';
import type { HeldFiles } from '../../src/ports/held-files.ts';
import type { CheckStamp } from '../../src/proof/check-stamp.ts';
import type { Deviation, DeviationKind } from '../../src/proof/deviation.ts';
import { makeFileDigester } from '../../src/proof/digest-files.ts';
import { hashSeal } from '../../src/proof/seal.ts';
import { type VerifyOptions, type VerifyReport, verifyArchive } from '../../src/proof/verify-archive.ts';
import { type SealedArchive, writeFolder } from './sealed-archive.ts';

export interface Verified {
  report: VerifyReport;
  deviations: Deviation[];
  /** `kind path` of each deviation that counts, sorted. */
  found: string[];
  /** Of each that does not. */
  told: string[];
}

export const options: VerifyOptions = {
  first: undefined,
  last: undefined,
  quick: false,
  sample: undefined,
  expect: [],
  ca: undefined,
  known: undefined,
  tenantId: undefined,
  isCopy: false,
  now: new Date('2026-11-21T06:00:00Z'),
};

/** Understands the stamps of sealed-archive.ts; `ca` is the name of the authority that is trusted. */
export const checkFakeStamp: CheckStamp = (stamp, seal, ca) => {
  const { sha256, stampedAt, signedBy } = JSON.parse(Buffer.from(stamp).toString()) as Record<string, string>;
  if (sha256 !== hashSeal(seal)) return { kind: 'wrong', why: 'It is of other bytes' };
  const isTrusted = ca !== undefined && Buffer.from(ca).toString() === signedBy;
  return { kind: 'right', stampedAt: stampedAt ?? '', authority: signedBy ?? '', isTrusted };
};

export async function verify(
  files: HeldFiles,
  change: Partial<VerifyOptions> = {},
  checkStamp = checkFakeStamp,
): Promise<Verified> {
  const deviations: Deviation[] = [];
  const tools = {
    digester: makeFileDigester(files, 4),
    checkStamp,
    deviation: (one: Deviation) => void deviations.push(one),
  };
  const report = await verifyArchive(files, { ...options, ...change }, tools);
  const namesOf = (counting: boolean) =>
    deviations
      .filter(({ weight }) => (weight !== 'told') === counting)
      .map(({ kind, path }: { kind: DeviationKind; path: string }) => `${kind} ${path}`)
      .sort();
  return { report, deviations, found: namesOf(true), told: namesOf(false) };
}

/** Online first, then in the folder. */
export async function verifyBoth(
  archive: SealedArchive,
  folder: string,
  change: Partial<VerifyOptions> = {},
): Promise<[online: Verified, offline: Verified]> {
  writeFolder(archive.holding, folder);
  return [
    await verify(archive.holding, change),
    await verify(openFolderHeldFiles(folder), { ...change, isCopy: true }),
  ];
}
