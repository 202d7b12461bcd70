/**
 * A seal: what a part of a sealing run found on some days, and the hash of the seal before. One JSON object in UTF-8;
 * it is known by the SHA-256 of its bytes, so its form may vary and its bytes may not.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { ShapeError } from '../errors.ts';
import { removalReasons } from '../model/removal-reasons.ts';
import type { ListedVersion } from './listed-version.ts';

/** Longer files are no seals. */
export const maxSealBytes = 4 * 1024 * 1024;
/** At most this many of each list stand in the seal; the rest is in a file that the seal names. */
export const maxInSeal = 1000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.iso.date();
const time = z.iso.datetime();
const count = z.int().min(0);
const path = z.string().max(1024);
const text = z.string().max(200);
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** Digits, above 2^53 too: `parseSeal` keeps them as they stand. */
const version = z.string().regex(/^[1-9]\d{0,39}$/);

/** A file of lines. */
const linesFile = z.object({ path, sha256, entries: count });

/** What a manifest says of a file, beside its name. */
const fileState = z.object({
  sha256,
  bytes: count,
  size: count,
  md5: z.string().max(24),
  meta: sha256,
  fetched_at: z.string().max(40),
});

export const changeForm = z.object({
  path,
  /** `null`: the manifest before has no such file. */
  was: fileState.nullable(),
  /** `null`: it is there no longer. */
  is: fileState.nullable(),
  because: z.enum([...removalReasons, 'unexplained']),
});

export const listedForm = z.object({ id: guid, version });
export const elsewhereForm = listedForm.extend({ path });

const comparison = z.object({
  comparedAt: time,
  list: linesFile,
  unreadable: count,
  missing: z.array(listedForm).max(maxInSeal),
  missingRest: linesFile.optional(),
  elsewhere: z.array(elsewhereForm).max(maxInSeal),
  elsewhereRest: linesFile.optional(),
});

const sealedDay = z.object({
  date: day,
  state: z.enum(['open', 'final', 'late']),
  listedAt: time,
  manifest: linesFile.extend({ root: sha256 }),
  graph: z.union([comparison, z.object({ reason: z.string().min(1).max(1000) })]),
  changes: z.array(changeForm).max(maxInSeal),
  changesRest: linesFile.optional(),
  added: count,
});

const seal = z.object({
  schema: z.literal(1),
  tenantId: guid,
  sequence: z.int().min(1).max(99_999_999),
  sealedAt: time,
  previous: z.object({ sequence: z.int().min(1), sha256 }).nullable(),
  app: z.object({ name: text, version: text }),
  sealsFrom: day,
  stampExpected: z.boolean(),
  days: z.array(sealedDay).max(10_000),
});

export type Seal = z.infer<typeof seal>;
export type SealedDay = Seal['days'][number];
export type Comparison = z.infer<typeof comparison>;
export type SealedState = z.infer<typeof fileState>;
export type SealedChange = z.infer<typeof changeForm>;
export type Elsewhere = z.infer<typeof elsewhereForm>;
export type NamedLines = z.infer<typeof linesFile>;

/** Throws when it is longer than a seal may be: then it must cover fewer days, or more of it stand in files. */
export function formatSeal(value: Seal): Uint8Array {
  const days = value.days.map((sealed) => ({ ...sealed, graph: withNumbers(sealed.graph) }));
  const bytes = Buffer.from(`${JSON.stringify({ ...value, days })}\n`);
  if (bytes.length > maxSealBytes)
    throw new Error(`Writing seal ${value.sequence}: ${bytes.length} bytes are more than a seal may have`);
  return bytes;
}

/** Throws ShapeError that says why the bytes are no seal of this schema. */
export function parseSeal(bytes: Uint8Array): Seal {
  const doing = 'Reading a seal';
  if (bytes.length > maxSealBytes) throw new ShapeError(`${doing}: it is longer than ${maxSealBytes} bytes`);
  const value = parseJson(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ShapeError(`${doing}: it is not a JSON object`);
  if (isOfLaterSchema(value))
    throw new ShapeError(`${doing}: it has a schema that this version does not know: update call-archive`);
  const { data, error } = seal.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  throw new ShapeError(`${doing}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Whether bytes that are no seal of this schema say that they are one of a later schema. */
export function saysLaterSchema(bytes: Uint8Array): boolean {
  return bytes.length <= maxSealBytes && isOfLaterSchema(parseJson(bytes));
}

function isOfLaterSchema(value: unknown): boolean {
  const { schema } = (value ?? {}) as { schema?: unknown };
  return Number.isInteger(schema) && Number(schema) > 1;
}

/** Lower-case hex: what the next seal, telemetry and `--expect` name. */
export function hashSeal(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Lines of the files that hold the rest. */
export function formatChange(change: SealedChange): string {
  return JSON.stringify(change);
}

export function formatElsewhere(elsewhere: Elsewhere): string {
  return JSON.stringify(withNumber(elsewhere));
}

/** `undefined` when the bytes are no JSON in UTF-8. The digits of a `version` stay as they are. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), keepDigits);
  } catch {
    return undefined;
  }
}

function keepDigits(name: string, value: unknown, context?: { source?: string }): unknown {
  return name === 'version' && typeof value === 'number' ? context?.source : value;
}

function withNumbers(graph: SealedDay['graph']) {
  if ('reason' in graph) return graph;
  return { ...graph, missing: graph.missing.map(withNumber), elsewhere: graph.elsewhere.map(withNumber) };
}

/** A version is a number in the file, whatever its length. */
function withNumber<Listed extends ListedVersion>(listedVersion: Listed) {
  return { ...listedVersion, version: raw.rawJSON(listedVersion.version) };
}

/** ES2026, in Node since 21; not yet in the types. */
const raw = JSON as unknown as { rawJSON(json: string): unknown };
