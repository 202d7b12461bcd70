/** The people of the archive by name. It can be made again from the records. */
import type { Person } from '../model/person.ts';
import type { ReadingListener } from './call-archive.ts';

export interface PeopleIndex {
  /**
   * Makes each person be found by this name. `lastSeen` is never lowered, and no day later than today is kept. The same
   * again changes nothing. Somebody else who does it at the same time is no fault.
   */
  put(tenantId: string, people: readonly Person[]): Promise<void>;
}

export interface PeopleReader {
  /**
   * Everybody of whose name a word begins with the first word that was typed, and others with the others; each pair of name
   * and key once, on the newest day of a call, in no particular order. Nothing when no word was typed.
   */
  list(typed: string, report: ReadingListener): AsyncIterable<Person>;
}
