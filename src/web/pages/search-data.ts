/** What `/` answers: its JSON as it is, but for what was wrong, which is a problem there. */
import type { Person } from '../../model/person.ts';
import type { FilterFault } from './call-filter.ts';

export type SearchData =
  /** What can be asked, as paths. */
  | { pages: string[] }
  /** Where the search leads. */
  | { url: string }
  /**
   * Several people have the name: each with the path of their calls, which has the hash of their key; not every reader may see
   * the key itself, an object id or a number. `more`: that are not listed; at least so many where `isCut`.
   */
  | { candidates: (Omit<Person, 'key'> & { url: string })[]; more: number; isCut: boolean }
  | { wrong: FilterFault };
