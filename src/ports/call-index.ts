/** The index over the archived records. It can be made again from the blobs alone. */
import type { IndexEntry } from '../model/call-row.ts';

export interface CallIndex {
  /**
   * Writes every row of a version, the day row last: where a day row is, the blob and all other rows are too.
   * The same entry again changes nothing. Versions may come in any order: found by a key, a call shows its newest.
   */
  put(entry: IndexEntry): Promise<void>;
  /** Whether the day row of this version stands there: then the blob and all other rows are there too. */
  has(version: { tenantId: string; callId: string; version: string; callDay: string }): Promise<boolean>;
  /** The day of a version of the call whose reading began after this time and that is there with all its rows. */
  findReadSince(tenantId: string, callId: string, since: Date): Promise<string | undefined>;
  /** Every version whose day row stands under this UTC date (`YYYY-MM-DD`), in no particular order. */
  listDay(tenantId: string, callDay: string): AsyncIterable<IndexedVersion>;
}

export interface IndexedVersion {
  callId: string;
  /** Digits, without leading zeros. */
  version: string;
}
