/**
 * Compares what Graph has with what lies in the storage, file by file and row by row. A pure function over both; it
 * knows the layout from the design and shares no code with the product.
 */
import { createHash } from 'node:crypto';
import { findKeysOf, findRowKey } from './find-keys.ts';
import type { Stored, StoredBlob, StoredRow } from './read-storage.ts';
import { unzip } from './unzip.ts';

export interface ExpectedVersion {
  readonly callId: string;
  readonly version: string;
  readonly startDateTime: string;
  /** `false`: a later version may have come before anybody could read this one. */
  readonly required: boolean;
  document(): Buffer;
}

export type LedgerState = 'none-or-closed' | 'refused' | 'pending';

export interface Expectation {
  readonly tenantId: string;
  readonly versions: readonly ExpectedVersion[];
  /** Of each call that was ever spoken of. */
  readonly ledger: ReadonlyMap<string, LedgerState>;
}

export const findingKinds = [
  'lost',
  'torn',
  'wrong',
  'foreign-blob',
  'row-without-blob',
  'blob-without-row',
  'wrong-row',
  'ledger',
] as const;

export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** A call and its version, or the name of a blob or row. */
  readonly subject: string;
  readonly what: string;
}

export function compare(expected: Expectation, stored: Stored): Finding[] {
  const blobs = new Map(stored.records.map((blob) => [blob.name, blob]));
  const known = new Map(expected.versions.map((one) => [pathOf(expected.tenantId, one), one]));
  return [
    ...findLost(known, blobs),
    ...stored.records.flatMap((blob) => judgeBlob(blob, known.get(blob.name))),
    ...judgeRows(expected, stored.index, blobs, known),
    ...judgeLedger(expected.ledger, stored),
  ];
}

function pathOf(tenantId: string, { callId, version, startDateTime }: ExpectedVersion): string {
  const day = new Date(startDateTime).toISOString().slice(0, 10);
  return `records/v1/tenant=${tenantId}/date=${day}/${callId}.${paddedOf(version)}.json.gz`;
}

const paddedOf = (version: string) => `v${version.padStart(6, '0')}`;

function findLost(
  known: ReadonlyMap<string, ExpectedVersion>,
  blobs: ReadonlyMap<string, StoredBlob>,
): Finding[] {
  return [...known].flatMap(([path, { required }]) =>
    required && !blobs.has(path) ? [{ kind: 'lost', subject: path, what: 'it is not in the archive' }] : [],
  );
}

function judgeBlob(blob: StoredBlob, version: ExpectedVersion | undefined): Finding[] {
  const { name: subject, metadata, file } = blob;
  if (!version) return [{ kind: 'foreign-blob', subject, what: 'Graph never had it' }];
  let document: Buffer;
  try {
    document = unzip(file);
  } catch (error) {
    return [{ kind: 'torn', subject, what: error instanceof Error ? error.message : String(error) }];
  }
  const hash = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest('hex');
  const facts: [name: string, found: unknown, wanted: unknown][] = [
    ['document', document.equals(version.document()), true],
    ['sha256', metadata['sha256'], hash('sha256', document)],
    ['bytes', metadata['bytes'], String(document.length)],
    ['call_id', metadata['call_id'], version.callId],
    ['version', metadata['version'], version.version],
    ['Content-MD5', blob.md5, hash('md5', file)],
    ['Content-Type', blob.contentType, 'application/gzip'],
  ];
  return facts
    .filter(([, found, wanted]) => found !== wanted)
    .map(([name, found, wanted]) => ({ kind: 'wrong', subject, what: `${name}: ${found}, not ${wanted}` }));
}

/** Each blob has its rows, which tell the truth about it; no row speaks of a blob that is not there. */
function judgeRows(
  { tenantId }: Expectation,
  rows: readonly StoredRow[],
  blobs: ReadonlyMap<string, StoredBlob>,
  known: ReadonlyMap<string, ExpectedVersion>,
): Finding[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const due = collectDueRows(tenantId, blobs, known);
  const findings: Finding[] = [];
  for (const [key, blob] of due) {
    const row = byKey.get(key);
    if (row) findings.push(...judgeRow(key, row, blob));
    else findings.push({ kind: 'blob-without-row', subject: blob.name, what: `there is no row ${key}` });
  }
  for (const [key, row] of byKey) {
    if (!due.has(key))
      findings.push({ kind: 'row-without-blob', subject: key, what: `it names ${row['blob']}` });
  }
  return findings;
}

/** Id row, day row and find rows (design §3), each with its blob. A find row is of the newest version that has its key. */
function collectDueRows(
  tenantId: string,
  blobs: ReadonlyMap<string, StoredBlob>,
  known: ReadonlyMap<string, ExpectedVersion>,
): Map<string, StoredBlob> {
  const due = new Map<string, StoredBlob>();
  const byVersion = [...known].sort(([, a], [, b]) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
  for (const [path, version] of byVersion) {
    const blob = blobs.get(path);
    if (!blob) continue;
    const { callId, startDateTime } = version;
    const [day] = /(?<=date=)[\d-]+/.exec(path) ?? [];
    const padded = paddedOf(version.version);
    due.set(`c-${tenantId}-${callId} ${padded}`, blob);
    due.set(`d-${tenantId}-${day} ${callId}.${padded}`, blob);
    for (const key of findKeysOf(version.document()))
      due.set(findRowKey(tenantId, key, startDateTime, callId), blob);
  }
  return due;
}

const keyOf = (row: StoredRow) => `${row['partitionKey']} ${row['rowKey']}`;

function judgeRow(subject: string, row: StoredRow, { name, metadata }: StoredBlob): Finding[] {
  const wanted: Record<string, string | undefined> = {
    blob: name,
    call_id: metadata['call_id'],
    version: metadata['version'],
    sha256: metadata['sha256'],
    bytes: metadata['bytes'],
    sessions: metadata['sessions'],
    participants: metadata['participants'],
    reason: metadata['reason'],
  };
  return Object.entries(wanted)
    .filter(([column, value]) => String(row[column]) !== value)
    .map(([column, value]) => ({
      kind: 'wrong-row',
      subject,
      what: `${column}: ${row[column]}, not ${value}`,
    }));
}

function judgeLedger(wanted: ReadonlyMap<string, LedgerState>, { ledger, evidence }: Stored): Finding[] {
  const rows = new Map(ledger.map((row) => [String(row['rowKey']), row]));
  const findings: Finding[] = [];
  for (const [callId, state] of wanted) {
    const row = rows.get(callId);
    const found = row === undefined ? 'none' : String(row['state']);
    const isRight = state === 'none-or-closed' ? found === 'none' || found === 'closed' : found === state;
    if (!isRight) findings.push({ kind: 'ledger', subject: callId, what: `${found}, not ${state}` });
    const kept = row?.['refused_blob'];
    if (found === 'refused' && !evidence.has(String(kept)))
      findings.push({ kind: 'ledger', subject: callId, what: `what was refused is not kept: ${kept}` });
  }
  for (const callId of rows.keys()) {
    if (!wanted.has(callId)) findings.push({ kind: 'ledger', subject: callId, what: 'nobody spoke of it' });
  }
  return findings;
}
