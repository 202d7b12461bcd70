/** The archived file in the making: takes the document's bytes, compresses, hashes and hands them to the store. */
import { handOn, makeGzipMember } from '../bytes/gzip-member.ts';
import { makeHashes } from '../bytes/running-hash.ts';
import type { FileState } from '../model/record-progress.ts';
import type { RecordMetadata, RecordStore } from '../ports/record-store.ts';

export interface RecordFile {
  /** Stages what is there, so that another file can resume from the state. */
  pause(): Promise<FileState>;
  /** Copies the part. Where nothing is returned to wait for, the next may follow at once. */
  write(part: Uint8Array): Promise<void> | undefined;
  /**
   * Commits the file create-only. Gives the metadata that the stored one has. `expired`: blocks staged in an earlier
   * run are gone, and nothing was committed.
   */
  commit(facts: Omit<RecordMetadata, 'sha256' | 'bytes'>): Promise<CommittedFile | 'expired'>;
}

export interface CommittedFile {
  outcome: 'created' | 'exists';
  metadata: RecordMetadata;
}

/** Starts a file, or resumes one that was left. */
export async function makeRecordFile(
  records: RecordStore,
  path: string,
  state?: FileState,
): Promise<RecordFile> {
  const hashes = await makeHashes(state?.hashes);
  const member = makeGzipMember(hashes, state?.gzip);
  const writer = records.openWriter(path, state?.staged);

  async function flush(): Promise<void> {
    await handOn(await member.flush(), writer);
  }

  return {
    write: (part) => (member.add(part) ? flush() : undefined),
    async pause() {
      await flush();
      return { gzip: member.position(), staged: await writer.stage(), hashes: await hashes.save() };
    },
    async commit(facts) {
      await handOn(await member.end(), writer);
      const { sha256, md5 } = hashes.digest();
      const metadata = {
        sha256: Buffer.from(sha256).toString('hex'),
        bytes: String(member.position().sizeBytes),
        ...facts,
      };
      const outcome = await writer.commit(metadata, md5);
      if (outcome !== 'exists') return outcome === 'created' ? { outcome, metadata } : outcome;
      return { outcome, metadata: (await records.find(path)) ?? metadata };
    },
  };
}
