/** What `/calls` answers: its JSON as it is. */
import type { ListSubject } from '../seen/list-subject.ts';
import type { SeenCall } from '../seen/seen-lists.ts';

export interface CallsData {
  /** The filter in words. */
  title: string;
  /** How many of how many, in words. */
  count: string;
  filter: {
    who: string | null;
    organizer: string | null;
    meeting: string | null;
    /** ISO 8601 UTC; `to` is excluded. */
    from: string | null;
    to: string | null;
    poor: boolean;
    failed: boolean;
    type: string | null;
    after: string | null;
  };
  /** Whose calls they are, as far as they say it. */
  subject: ListSubject;
  calls: SeenCall[];
  /** Calls that were looked at, with those that the filter leaves out. */
  looked: number;
  /** Calls left out because their rows do not say how good they were. */
  unknown: number;
  /** Rows of the index that cannot be read. */
  unreadable: number;
  /** The path of the next page; `null` at the end. */
  next: string | null;
}
