/** Where call records are kept: create-only blobs, one for each version. */

/** What is kept beside a record, in the words of the blob's metadata (design §3). ASCII texts. */
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
  /** A writer for one try at one record. Nothing is visible before its commit. */
  openWriter(path: string): RecordWriter;
}

export interface RecordWriter {
  /** Takes the next part of the gzip file. May hold it or stage it. */
  write(part: Uint8Array): Promise<void>;
  /**
   * Makes the record visible at once and whole. `exists`: a record was there already, and it was left as it is.
   * Any other failure is thrown, and nothing is visible.
   */
  commit(metadata: RecordMetadata, contentMd5: Uint8Array): Promise<'created' | 'exists'>;
}
