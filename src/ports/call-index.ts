/** The index over the archived records. It can be made again from the blobs alone. */

export interface IndexEntry {
  tenantId: string;
  callId: string;
  /** Digits. */
  version: string;
  /** `YYYY-MM-DD`, UTC date of the start. */
  callDay: string;
  /** Name of the blob in `call-records`. */
  blob: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string | undefined;
  type: string | undefined;
  modalities: string[];
  sessions: number;
  participants: number;
  /** Length of the document. */
  sizeBytes: number;
  sha256: string;
  fetchedAt: string;
  reason: string;
}

export interface CallIndex {
  /**
   * Writes every row of a version, the day row last: where a day row is, the blob and all other rows are too.
   * The same entry again changes nothing.
   */
  put(entry: IndexEntry): Promise<void>;
  /** Every version whose day row stands under this UTC date (`YYYY-MM-DD`), in no certain order. */
  listDay(tenantId: string, callDay: string): AsyncIterable<IndexedVersion>;
}

export interface IndexedVersion {
  callId: string;
  /** Digits, without leading zeros. */
  version: string;
}
