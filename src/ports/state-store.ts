/** A row of `ArchiveState`: columns of text. What they mean is said in `src/state/`, a file a row, and nowhere else. */
export type StateRow = Readonly<Record<string, string>>;

/** What one function must know of another: they share storage, not memory. */
export interface StateStore {
  /** The row of this name; `undefined` when there is none yet. */
  read(name: string): Promise<StateRow | undefined>;
  /** Every row whose name begins like this, by name. */
  list(prefix: string): AsyncIterable<{ name: string; row: StateRow }>;
  /** Puts this row in place of the older one: columns that it lacks are gone. */
  write(name: string, row: StateRow): Promise<void>;
}
