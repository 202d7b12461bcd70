/** What `/people/{hash}` answers: its JSON as it is. */
import type { ListSubject } from '../seen/list-subject.ts';

export interface PersonData {
  title: string;
  who: string;
  subject: ListSubject;
  /** The first and the last day, `YYYY-MM-DD` in the zone. */
  first: string;
  last: string;
  /** IANA. */
  zone: string;
  calls: number;
  /** Calls in which streams of their own were poor. */
  poor: number;
  failed: number;
  /** Calls whose rows do not say how good they were. */
  unknown: number;
  /** Whether there are calls before those that were counted: the page counts 5,000. */
  isCut: boolean;
  /** Every day of them, in order. */
  days: PersonDay[];
}

export interface PersonDay {
  date: string;
  calls: number;
  poor: number;
  failed: number;
  /** The path of the day's calls. */
  url: string;
}
