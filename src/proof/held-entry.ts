/** The manifest entry of a file, as far as a listing with metadata says it. */
import { parseGraphTime } from '../model/graph-time.ts';
import type { HeldFile } from '../ports/held-files.ts';
import { hashMetadata, type ManifestEntry } from './manifest-line.ts';
import type { SealedContainer } from './sealed-path.ts';

/** What only the file's own bytes can say. */
export type ReadFacts = Pick<ManifestEntry, 'sha256' | 'bytes' | 'md5'>;

/** `undefined` where the file must be read first: its metadata has no SHA-256 or length, or storage has no MD5 of it. */
export function readFactsOf({ md5, metadata }: HeldFile): ReadFacts | undefined {
  const { sha256 = '', bytes = '' } = metadata ?? {};
  if (md5 === undefined || !/^[0-9a-f]{64}$/.test(sha256) || !/^(0|[1-9]\d{0,14})$/.test(bytes))
    return undefined;
  return { sha256, bytes: Number(bytes), md5 };
}

export function makeEntry(container: SealedContainer, file: HeldFile, facts: ReadFacts): ManifestEntry {
  const { path, sizeBytes: size, metadata = {} } = file;
  return { container, path, ...facts, size, meta: hashMetadata(metadata), fetchedAt: fetchedAtOf(file) };
}

/** Empty when it is not known. */
export function fetchedAtOf({ metadata, fetchedAt }: HeldFile): string {
  const time = parseGraphTime(metadata?.['fetched_at'] ?? fetchedAt);
  return time !== undefined && /^\d{4}-\d\d-\d\dT[0-9:.]{1,20}Z$/.test(time) ? time : '';
}
