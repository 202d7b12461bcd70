/** The archived file in the making: takes the document's bytes, compresses, hashes and hands them to the store. */
import type { FileState } from '../model/record-progress.ts';
import type { RecordMetadata, RecordStore } from '../ports/record-store.ts';
import { makeGzipMember } from './gzip-member.ts';
import { makePlainHashes, makeResumableHashes } from './running-hash.ts';

export interface RecordFile {
  /** Stages what is there, so that another file can go on from the state. Absent in a file made in one go. */
  pause?(): Promise<FileState>;
  write(part: Uint8Array): Promise<void>;
  /**
   * Commits the file create-only. Gives the metadata that the stored one has. `expired`: blocks staged in an earlier
   * run are there no longer, and nothing was committed.
   */
  commit(facts: Omit<RecordMetadata, 'sha256' | 'bytes'>): Promise<CommittedFile | 'expired'>;
}

export interface CommittedFile {
  outcome: 'created' | 'exists';
  metadata: RecordMetadata;
}

/** Starts a file that is written in one go. */
export function makeRecordFile(records: RecordStore, path: string): RecordFile {
  return makeFile(records, path, makePlainHashes(), undefined);
}

/** Starts a file that may be left, or goes on with one. */
export async function makeResumableRecordFile(
  records: RecordStore,
  path: string,
  state?: FileState,
): Promise<RecordFile> {
  const hashes = await makeResumableHashes(state?.hashes);
  const { write, flush, commit } = makeFile(records, path, hashes, state);
  return {
    write,
    commit,
    async pause() {
      const { gzip, staged } = await flush();
      return { gzip, staged, hashes: await hashes.save() };
    },
  };
}

function makeFile(
  records: RecordStore,
  path: string,
  hashes: ReturnType<typeof makePlainHashes>,
  state: FileState | undefined,
) {
  const member = makeGzipMember(hashes, state?.gzip);
  const writer = records.openWriter(path, state?.staged);

  async function store(parts: Uint8Array[]): Promise<void> {
    for (const part of parts) await writer.write(part);
  }

  return {
    write: async (part: Uint8Array) => store(await member.write(part)),
    async flush() {
      await store(await member.flush());
      return { gzip: member.position(), staged: await writer.stage() };
    },
    async commit(facts: Omit<RecordMetadata, 'sha256' | 'bytes'>): Promise<CommittedFile | 'expired'> {
      await store(await member.end());
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
