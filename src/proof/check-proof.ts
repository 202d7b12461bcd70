/** The check of one proof file, without any archive: it derives everything anew, and believes the seal alone. */
import { createHash, hash } from 'node:crypto';
import { unpack } from '../bytes/unpack.ts';
import { IntegrityError, ShapeError } from '../errors.ts';
import type { CheckStamp, StampVerdict } from './check-stamp.ts';
import { type ManifestEntry, parseManifestLine } from './manifest-line.ts';
import { rootFromAuditPath } from './merkle-tree.ts';
import { type ProofFile, parseProofFile } from './proof-file.ts';
import { hashSeal, parseSeal, type Seal } from './seal.ts';
import { parseSealedPath } from './sealed-path.ts';

export interface ProvenRecord {
  entry: ManifestEntry;
  callId: string;
  version: string;
  seal: Seal;
  /** What an anchor must say, or telemetry: lower-case hex. */
  sealSha256: string;
  /** `undefined`: the proof has no time stamp. */
  stamp: StampVerdict | undefined;
}

export interface StampTools {
  checkStamp: CheckStamp;
  /** Certificates in PEM; `undefined`: nobody is trusted. */
  ca: Uint8Array | undefined;
}

/** Throws IntegrityError with what is wrong: then the file proves nothing. A stamp is judged, and its verdict given. */
export async function checkProof(bytes: Uint8Array, { checkStamp, ca }: StampTools): Promise<ProvenRecord> {
  const proof = asDamage(() => parseProofFile(bytes));
  const entry = parseManifestLine(proof.line);
  const seal = asDamage(() => parseSeal(proof.seal));
  const named = parseSealedPath(entry.container, entry.path);
  if (!named?.record) throw wrong('its line is not that of a call record');
  if (named.tenantId !== seal.tenantId) throw wrong('its record and its seal are of different tenants');
  checkRoot(proof, seal, named.day);
  await checkFile(proof.file, entry);
  const stamp = proof.stamp && (await checkStamp(proof.stamp, proof.seal, ca));
  return { entry, ...named.record, seal, sealSha256: hashSeal(proof.seal), stamp };
}

function checkRoot({ line, index, auditPath }: ProofFile, { days }: Seal, date: string): void {
  const sealed = days.find((day) => day.date === date);
  if (!sealed) throw wrong(`its seal does not seal ${date}, the day of its record`);
  const { entries, root } = sealed.manifest;
  const found = rootFromAuditPath({
    leaf: Buffer.from(line, 'latin1'),
    index,
    size: entries,
    path: auditPath,
  });
  if (!found || Buffer.from(found).toString('hex') !== root)
    throw wrong('its line does not lead to the root that its seal names');
}

async function checkFile(file: Uint8Array, entry: ManifestEntry): Promise<void> {
  if (file.length !== entry.size || hash('md5', file, 'base64') !== entry.md5)
    throw wrong('its file is not the one that was sealed');
  const sha256 = createHash('sha256');
  let length = 0;
  for await (const piece of unpack(piecesOf(file))) {
    sha256.update(piece);
    length += piece.length;
    if (length > entry.bytes) break;
  }
  if (length !== entry.bytes || sha256.digest('hex') !== entry.sha256)
    throw wrong('the document in its file is not the one that was sealed');
}

async function* piecesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}

function asDamage<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ShapeError ? wrong(error.message, error) : error;
  }
}

function wrong(why: string, cause?: unknown): IntegrityError {
  return new IntegrityError(`Checking a proof: ${why}`, { cause });
}
