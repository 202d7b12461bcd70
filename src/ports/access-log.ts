/** The access log of the readers' app: every look at a person or call. Nothing in it is changed or removed. */
import type { AccessEntry } from '../model/access-entry.ts';

export interface AccessLog {
  /** Resolves when the entry is kept. Throws when it may not be: then nothing must be shown. A retry may keep it twice. */
  note(entry: AccessEntry): Promise<void>;
  /**
   * The entries of a UTC day (`YYYY-MM-DD`), the newest hour first and within it the newest first; none for a day without
   * looks. A line that cannot be read is left out and counted in `onUnreadable`.
   */
  list(day: string, onUnreadable: () => void): AsyncIterable<AccessEntry>;
}
