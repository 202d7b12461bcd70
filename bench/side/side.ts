/** What the compared sides have in common: they archive the same records and say what they made. */

export interface Side {
  /** Archives every record of the workload once. */
  run(): Promise<Outcome>;
}

export interface Outcome {
  records: number;
  /** Length of the documents. */
  sizeBytes: number;
  /** SHA-256 of each document, in no particular order; empty where the documents are not Graph's own bytes. */
  hashes: string[];
}

export type SideName = 'floor' | 'naive' | 'ours' | 'ours-stored' | 'verdicts';

/** What a side's process is told. */
export interface SideTask {
  side: SideName;
  origin: string;
  calls: string[];
  /** At most this many records at a time. */
  atOnce: number;
  /** For `ours-stored`. */
  storage?: { connectionString: string; suffix: string; people: { connectionString: string } };
}

/** What a side's process says after a run. */
export interface SideAnswer {
  /** User and system time of the whole process, every thread of it, from the operating system. */
  cpuMs: number;
  tookMs: number;
  idleBytes: number;
  peakBytes: number;
  records: number;
  sizeBytes: number;
  /** One SHA-256 over the documents' own; `undefined` where the documents are not Graph's own bytes. */
  hash: string | undefined;
}

/** Works at the items, at most `atOnce` at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const takeTurns = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}
