/**
 * A proof of one call: one JSON file with all that is needed to check it (docs/proof.md). The record's file and its line
 * in a manifest, the way from that line to the root that a seal names, the seal, and its time stamp.
 */
import { z } from 'zod';
import { ShapeError } from '../errors.ts';
import { maxStampBytes } from './check-stamp.ts';
import { hashSeal, maxSealBytes } from './seal.ts';

export interface ProofFile {
  /** The record's line in the manifest, without its line feed. */
  line: string;
  /** Which line it is, counted from 0. */
  index: number;
  /** The hashes on the way from the line to the root (RFC 6962 §2.1.1). */
  auditPath: Uint8Array[];
  /** The bytes of the seal that names the manifest. */
  seal: Uint8Array;
  /** The RFC 3161 response for these bytes, where there is one. */
  stamp: Uint8Array | undefined;
  /** The record's gzip file. */
  file: Uint8Array;
}

/** A meeting with 10,000 sessions has some 10 MB. */
export const maxFileBytes = 256 * 1024 * 1024;
/** More than a proof with such a file has, in base64. */
export const maxProofBytes = 400 * 1024 * 1024;

const base64 = (maxBytes: number) =>
  z
    .base64()
    .max(Math.ceil(maxBytes / 3) * 4)
    .transform((text) => Buffer.from(text, 'base64'));

const form = z.object({
  schema: z.literal(1),
  line: z.string().max(16 * 1024),
  index: z.int().min(0),
  auditPath: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .transform((text) => Buffer.from(text, 'hex')),
    )
    .max(64),
  seal: base64(maxSealBytes),
  sealSha256: z.string(),
  stamp: base64(maxStampBytes).nullable(),
  file: base64(maxFileBytes),
});

export function formatProofFile({ line, index, auditPath, seal, stamp, file }: ProofFile): string {
  const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const value = {
    schema: 1,
    line,
    index,
    auditPath: auditPath.map((hash) => Buffer.from(hash).toString('hex')),
    seal: toBase64(seal),
    sealSha256: hashSeal(seal),
    stamp: stamp ? toBase64(stamp) : null,
    file: toBase64(file),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Throws ShapeError that says why it is no proof file. */
export function parseProofFile(bytes: Uint8Array): ProofFile {
  const { data, error } = form.safeParse(parseJson(bytes));
  if (data && data.sealSha256 !== hashSeal(data.seal)) throw new ShapeError('its seal has another SHA-256');
  if (data) return { ...data, stamp: data.stamp ?? undefined };
  const [issue] = error.issues;
  throw new ShapeError(`it is no proof file of schema 1 (${issue?.path.join('.') || 'no JSON object'})`);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
