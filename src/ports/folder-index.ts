/** What bringing the local index of a downloaded folder up to date came to. */
export interface FolderIndexCounts {
  /** Days whose files were as they had been. */
  unchanged: number;
  /** Days that were read. */
  read: number;
  /** Days that are there no longer. */
  removed: number;
  /** Records in the days that were read. */
  records: number;
}
