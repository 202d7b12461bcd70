/** The archived file in the making: takes the document's bytes, compresses, hashes and hands them to the store. */
import type { RecordMetadata, RecordStore } from '../ports/record-store.ts';
import { makeGzipMember } from './gzip-member.ts';

export interface RecordFile {
  write(part: Uint8Array): Promise<void>;
  /** Commits the file create-only. Gives its metadata, which are the stored ones where the record was there before. */
  commit(facts: Omit<RecordMetadata, 'sha256' | 'bytes'>): Promise<CommittedFile>;
}

export interface CommittedFile {
  outcome: 'created' | 'exists';
  metadata: RecordMetadata;
}

/** Starts a file that will stand at `path`. */
export function makeRecordFile(records: RecordStore, path: string): RecordFile {
  const member = makeGzipMember();
  const writer = records.openWriter(path);

  async function store(parts: Uint8Array[]): Promise<void> {
    for (const part of parts) await writer.write(part);
  }

  return {
    write: async (part) => store(await member.write(part)),
    async commit(facts) {
      const { rest, facts: gzip } = await member.end();
      await store(rest);
      const metadata = { sha256: gzip.sha256, bytes: String(gzip.sizeBytes), ...facts };
      const outcome = await writer.commit(metadata, gzip.contentMd5);
      if (outcome === 'created') return { outcome, metadata };
      return { outcome, metadata: (await records.find(path)) ?? metadata };
    },
  };
}
