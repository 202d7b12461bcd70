/** One file of the newest manifest against what is held: what storage says of it, and what its bytes say. */
import type { HeldFile } from '../ports/held-files.ts';
import type { DeviationKind } from './deviation.ts';
import type { FileDigest } from './digest-files.ts';
import { hashMetadata, type ManifestEntry } from './manifest-line.ts';

export interface FileDeviation {
  kind: DeviationKind;
  detail: string;
}

/** What can be seen without reading the file: nothing that a writer to the account could not have faked. */
export function compareListing(
  entry: ManifestEntry,
  { sizeBytes, md5 }: HeldFile,
): FileDeviation | undefined {
  if (sizeBytes !== entry.size)
    return { kind: 'altered', detail: `It has ${sizeBytes} bytes; sealed were ${entry.size}` };
  if (md5 !== undefined && md5 !== entry.md5)
    return { kind: 'altered', detail: `Storage says MD5 ${md5}; sealed was ${entry.md5}` };
  return undefined;
}

/** Where it is known. */
export function compareMetadata(entry: ManifestEntry, { metadata }: HeldFile): FileDeviation | undefined {
  if (!metadata || hashMetadata(metadata) === entry.meta) return undefined;
  const fetchedAt = metadata['fetched_at'];
  const detail =
    fetchedAt !== undefined && fetchedAt !== entry.fetchedAt
      ? `fetched_at is ${fetchedAt}; sealed was ${entry.fetchedAt}`
      : 'Its metadata has another hash than was sealed';
  return { kind: 'metadata-altered', detail };
}

export function compareDigest(
  entry: ManifestEntry,
  held: HeldFile,
  digest: FileDigest,
): FileDeviation | undefined {
  if (digest.kind === 'absent') return { kind: 'removed', detail: 'It was listed, and is not there' };
  if (digest.kind === 'unreadable') return { kind: 'unreadable', detail: digest.why };
  const { document, sizeBytes, md5 } = digest;
  const isSameFile = sizeBytes === entry.size && md5 === entry.md5;
  if (!document)
    return {
      kind: 'altered',
      detail: `It cannot be unpacked${isSameFile ? ', and could not when it was sealed' : ''}`,
    };
  if (document.sha256 !== entry.sha256 || document.bytes !== entry.bytes)
    return { kind: 'altered', detail: explainDocument(entry, document, isSameFile) };
  if (!isSameFile)
    return { kind: 'recompressed', detail: `The file has MD5 ${md5}; sealed was ${entry.md5}` };
  return held.md5 === undefined || held.md5 === entry.md5
    ? undefined
    : { kind: 'metadata-altered', detail: `Storage says MD5 ${held.md5}, the file has ${md5}` };
}

function explainDocument(
  entry: ManifestEntry,
  { sha256, bytes }: { sha256: string; bytes: number },
  isSameFile: boolean,
): string {
  if (bytes > entry.bytes) return `Its document is longer than the ${entry.bytes} bytes that were sealed`;
  const hashes = `Its document has SHA-256 ${sha256}; sealed was ${entry.sha256}`;
  return isSameFile ? `${hashes}, as its metadata said then` : hashes;
}
