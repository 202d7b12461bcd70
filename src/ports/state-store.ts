/** Small facts that one function must know of another: they share storage, not memory. */
export type StateFacts = Record<string, string>;

export interface StateStore {
  /** The facts under this name; `undefined` when there are none yet. */
  read(name: string): Promise<StateFacts | undefined>;
  /** Puts these facts in place of the older ones. */
  write(name: string, facts: StateFacts): Promise<void>;
}
