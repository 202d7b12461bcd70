/** Where the tables for analysts lie: a container, or a folder. Each file is there whole or not at all. */

/** What a file was made from. */
export interface TableMarks {
  /** Of the day's files. */
  root: string;
  /** Of the columns and rules by which rows are made. */
  schema: string;
  /** Of the seal that names the day's files; 0 where there is none. */
  sequence: number;
}

export interface TableStore {
  /** `undefined`: there is no such file, or nobody knows what it was made from. */
  find(path: string): Promise<TableMarks | undefined>;
  /** The names that begin with `prefix`. */
  list(prefix: string): AsyncIterable<string>;
  /**
   * Puts the whole file there at once, in the place of an earlier one. `newer`: the one that is there was made from a
   * later seal, and was left as it is.
   */
  put(path: string, file: readonly Uint8Array[], marks: TableMarks): Promise<'written' | 'newer'>;
  /** That it is not there is fine. */
  remove(path: string): Promise<void>;
}
