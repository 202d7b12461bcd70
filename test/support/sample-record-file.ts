/** Files of a record as the archive hands them to a record store: any bytes, with metadata and MD5 that belong to them. */
import { createHash } from 'node:crypto';
import type { RecordMetadata, RecordStore, RecordWriter } from '../../src/ports/record-store.ts';
import { entryTenant } from './index-entry.ts';

/** A path of its own for each name. */
export function samplePath(name: string): string {
  return `records/v1/tenant=${entryTenant}/date=2026-11-20/${name.replaceAll(/[^a-z0-9]+/gi, '-')}.v000001.json.gz`;
}

export function md5Of(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}

export function metadataOf(bytes: Uint8Array): RecordMetadata {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: String(bytes.length * 7),
    call_id: '0a1b2c3d-0000-4000-8000-000000000001',
    version: '9007199254740993',
    tenant_id: entryTenant,
    started_at: '2026-11-20T10:00:00.1234567Z',
    fetched_at: '2026-11-21T09:00:00.000Z',
    graph: 'https://graph.microsoft.com/v1.0',
    sessions: '2',
    session_pages: '1',
    participants: '3',
    participant_pages: '1',
    request_ids: 'a-1,b-2',
    reason: 'notification',
  };
}

export async function writeInParts(writer: RecordWriter, bytes: Uint8Array): Promise<void> {
  const partBytes = 700_001;
  for (let at = 0; at < bytes.length; at += partBytes) await writer.write(bytes.subarray(at, at + partBytes));
}

export function commit(writer: RecordWriter, bytes: Uint8Array): Promise<'created' | 'exists' | 'expired'> {
  return writer.commit(metadataOf(bytes), md5Of(bytes));
}

/** A whole try: open, write, commit. */
export async function putFile(
  store: RecordStore,
  path: string,
  bytes: Uint8Array,
): Promise<'created' | 'exists' | 'expired'> {
  const writer = store.openWriter(path);
  await writeInParts(writer, bytes);
  return commit(writer, bytes);
}
