/** Makes the proof of one call record: from its file, its day's manifest and the seal that names it. */
import { hash } from 'node:crypto';
import { IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { type CheckStamp, maxStampBytes } from './check-stamp.ts';
import { listSealsOf } from './find-seal.ts';
import { isLateStamp } from './late-stamp.ts';
import { formatManifestLine } from './manifest-line.ts';
import { makeAuditPath } from './merkle-tree.ts';
import { maxFileBytes, type ProofFile } from './proof-file.ts';
import { proofContainer, stampPath } from './proof-paths.ts';
import type { Seal, SealedDay } from './seal.ts';
import { readSealedEntries } from './sealed-entries.ts';
import { parseSealedPath } from './sealed-path.ts';

const container = 'call-records';

export type Proving =
  | { outcome: 'proven'; proof: ProofFile }
  /** No seal has the day; or those that have it were made before this file came. */
  | { outcome: 'day-not-sealed' | 'record-not-sealed'; day: string };

export interface ProveTools {
  checkStamp: CheckStamp;
  signal?: AbortSignal;
}

/**
 * `path`: the name of a record in `call-records`. Of the seals that have it as it is now the earliest is taken: it proves
 * the most; where its time stamp is missing, late or wrong, the earliest with a good one. Throws IntegrityError where the
 * file, the seals or a manifest are not what they should be.
 */
export async function proveRecord(
  files: HeldFiles,
  path: string,
  { checkStamp, signal }: ProveTools,
): Promise<Proving> {
  const { day = '' } = parseSealedPath(container, path) ?? {};
  const file = await files.read(container, path, maxFileBytes);
  if (!file) throw new IntegrityError(`Proving ${path}: the file is not there`);
  const md5 = hash('md5', file, 'base64');
  let earliest: ProofFile | undefined;
  let seen: 'nothing' | 'day' | 'record' = 'nothing';
  for await (const { seal, bytes, sealed } of listSealsOf(files, day)) {
    signal?.throwIfAborted();
    const found = await findLine(files, seal, sealed, path);
    if (seen !== 'record') seen = found ? 'record' : 'day';
    if (found?.md5 !== md5) continue;
    const stamp = seal.stampExpected ? await readGoodStamp(files, seal, bytes, checkStamp) : undefined;
    if (earliest && !stamp) continue;
    const { line, index } = found;
    const auditPath = await readAuditPath(files, seal, sealed, index);
    earliest = { line, index, auditPath, seal: bytes, stamp, file };
    if (stamp || !seal.stampExpected) break;
  }
  if (earliest) return { outcome: 'proven', proof: earliest };
  if (seen === 'record') throw new IntegrityError(`Proving ${path}: the file is not the one that was sealed`);
  return { outcome: seen === 'day' ? 'record-not-sealed' : 'day-not-sealed', day };
}

async function readGoodStamp(
  files: HeldFiles,
  { sequence, sealedAt }: Seal,
  bytes: Uint8Array,
  checkStamp: CheckStamp,
): Promise<Uint8Array | undefined> {
  const stamp = await files.read(proofContainer, stampPath(sequence), maxStampBytes);
  const verdict = stamp && (await checkStamp(stamp, bytes, undefined));
  return verdict?.kind === 'right' && !isLateStamp(verdict.stampedAt, sealedAt) ? stamp : undefined;
}

interface FoundLine {
  line: string;
  md5: string;
  index: number;
}

async function findLine(
  files: HeldFiles,
  { tenantId }: Seal,
  { date: day, manifest }: SealedDay,
  path: string,
): Promise<FoundLine | undefined> {
  let index = 0;
  for await (const entry of readSealedEntries({ files, tenantId, day }, manifest)) {
    if (entry.container === container && entry.path === path)
      return { line: formatManifestLine(entry), md5: entry.md5, index };
    index += 1;
  }
  return undefined;
}

async function readAuditPath(
  files: HeldFiles,
  { tenantId }: Seal,
  { date: day, manifest }: SealedDay,
  index: number,
): Promise<Uint8Array[]> {
  const tree = makeAuditPath(index);
  for await (const entry of readSealedEntries({ files, tenantId, day }, manifest))
    tree.add(formatManifestLine(entry));
  return tree.path();
}
