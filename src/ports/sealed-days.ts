/** Where it is remembered what the newest seal of each UTC day says, and how far the chain of seals has come. */
import type { ChainHead, SealedDayRow } from '../model/sealed-day-row.ts';

export interface SealedDays {
  /** Everything that is known; nothing before the first seal. Rows that cannot be read are left out. */
  read(): Promise<{ head: ChainHead | undefined; days: Map<string, SealedDayRow> }>;
  /** What is known of that UTC day; nothing where no seal is of it, or its row cannot be read. */
  find(day: string): Promise<SealedDayRow | undefined>;
  /** Puts the rows in place of older ones of their days, and the head last: it vouches for the rows. */
  put(rows: readonly SealedDayRow[], head: ChainHead): Promise<void>;
}
