/** Makes the proof of one call record: from its file, its day's manifest and the seal that names it. */
import { hash } from 'node:crypto';
import { IntegrityError } from '../errors.ts';
import type { HeldFiles } from '../ports/held-files.ts';
import { maxStampBytes } from './check-stamp.ts';
import { listSealsOf } from './find-seal.ts';
import { openLines } from './lines-file.ts';
import { parseManifestLine } from './manifest-line.ts';
import { makeAuditPath } from './merkle-tree.ts';
import { maxFileBytes, type ProofFile } from './proof-file.ts';
import { proofContainer, stampPath } from './proof-paths.ts';
import type { SealedDay } from './seal.ts';
import { parseSealedPath } from './sealed-path.ts';

const container = 'call-records';

export type Proving =
  | { outcome: 'proven'; proof: ProofFile }
  /** No seal has the day; or those that have it were made before this file came. */
  | { outcome: 'day-not-sealed' | 'record-not-sealed'; day: string };

/**
 * `path`: the name of a record in `call-records`. Of the seals that have it as it is now the earliest is taken: it proves
 * the most. Throws IntegrityError where the file, the seals or a manifest are not what they should be.
 */
export async function proveRecord(files: HeldFiles, path: string, signal?: AbortSignal): Promise<Proving> {
  const { day = '' } = parseSealedPath(container, path) ?? {};
  const file = await files.read(container, path, maxFileBytes);
  if (!file) throw new IntegrityError(`Proving ${path}: the file is not there`);
  const md5 = hash('md5', file, 'base64');
  let outcome: 'day-not-sealed' | 'record-not-sealed' | 'altered' = 'day-not-sealed';
  for await (const { seal, bytes, sealed } of listSealsOf(files, day)) {
    signal?.throwIfAborted();
    const found = await findLine(files, sealed, path);
    if (found && found.md5 === md5) {
      const { line, index } = found;
      const auditPath = await readAuditPath(files, sealed, index);
      const stamp = await files.read(proofContainer, stampPath(seal.sequence), maxStampBytes);
      return { outcome: 'proven', proof: { line, index, auditPath, seal: bytes, stamp, file } };
    }
    if (outcome !== 'altered') outcome = found ? 'altered' : 'record-not-sealed';
  }
  if (outcome === 'altered')
    throw new IntegrityError(`Proving ${path}: the file is not the one that was sealed`);
  return { outcome, day };
}

interface FoundLine {
  line: string;
  md5: string;
  index: number;
}

async function findLine(files: HeldFiles, sealed: SealedDay, path: string): Promise<FoundLine | undefined> {
  let index = 0;
  for await (const bytes of await readManifest(files, sealed)) {
    const entry = parseManifestLine(bytes);
    if (entry.container === container && entry.path === path)
      return { line: bytes.toString('latin1'), md5: entry.md5, index };
    index += 1;
  }
  return undefined;
}

async function readAuditPath(files: HeldFiles, sealed: SealedDay, index: number): Promise<Uint8Array[]> {
  const tree = makeAuditPath(index);
  for await (const line of await readManifest(files, sealed)) tree.add(line);
  const { entries, root, path } = sealed.manifest;
  if (tree.size !== entries || Buffer.from(tree.root()).toString('hex') !== root)
    throw new IntegrityError(`Reading ${proofContainer}/${path}: it is not the manifest that its seal names`);
  return tree.path();
}

async function readManifest(files: HeldFiles, { manifest }: SealedDay): Promise<AsyncIterable<Buffer>> {
  const file = await files.open(proofContainer, manifest.path);
  if (!file)
    throw new IntegrityError(
      `Reading ${proofContainer}/${manifest.path}: a seal names it, and it is not there`,
    );
  return openLines(file, { maxLines: manifest.entries }).parts;
}
