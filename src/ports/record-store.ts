/** Where call records are kept: create-only blobs, one for each version. */
import type { StagedBlocks } from '../model/record-progress.ts';

/** What is kept with a record, in the words of the blob's metadata (design §3). ASCII texts. */
export interface RecordMetadata {
  /** Lower-case hex SHA-256 of the document. */
  sha256: string;
  /** Length of the document. */
  bytes: string;
  call_id: string;
  version: string;
  tenant_id: string;
  started_at: string;
  fetched_at: string;
  graph: string;
  sessions: string;
  session_pages: string;
  participants: string;
  participant_pages: string;
  request_ids: string;
  reason: string;
}

export interface RecordStore {
  /** The metadata of the record at this path; `undefined` when there is none. */
  find(path: string): Promise<RecordMetadata | undefined>;
  /** The paths that begin like this, in order. */
  list(prefix: string): AsyncIterable<string>;
  /** The bytes of the file at this path, as they are stored. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** A writer for one run at one record; with `staged`, it continues after those. Nothing is visible before its commit. */
  openWriter(path: string, staged?: StagedBlocks): RecordWriter;
}

export interface RecordWriter {
  /** Copies the next part of the gzip file. May hold it or stage it. */
  write(part: Uint8Array): Promise<void>;
  /**
   * Stages what is held, and gives all that is staged, so that another writer can continue. Storage keeps it for a week,
   * or until another writer commits the same record.
   */
  stage(): Promise<StagedBlocks>;
  /**
   * Makes the record visible at once and whole. `exists`: a record was there already, and it was left as it is.
   * `expired`: what was staged is there no longer. Any other failure is thrown. Nothing is visible unless created.
   */
  commit(metadata: RecordMetadata, contentMd5: Uint8Array): Promise<'created' | 'exists' | 'expired'>;
}
