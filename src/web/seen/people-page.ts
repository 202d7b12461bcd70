/**
 * Which people of a call stand on one page of it, told while its sessions pass by: a meeting of 10,000 is never held whole.
 * First comes whom the reader came for, then the others in the order in which the sessions name them, then those in none.
 */
import type { CallPerson } from '../../model/call-people.ts';
import type { SessionEnd } from '../../model/session-end.ts';
import type { SessionEnds } from '../../reading/gather-sessions.ts';

export const peopleOnPage = 50;
/** With every figure. A person has one or two. */
const maxSessions = 120;

export interface PeoplePageChoice {
  /** Counted from 1. */
  page: number;
  /** Whether this is whom the reader came for. */
  isWanted(person: Pick<CallPerson, 'key' | 'userPrincipalName'>): boolean;
}

export interface PeoplePage {
  /** Whether the figures of a session between these ends belong on the page. To be asked of every session in order. */
  takes(ends: SessionEnds): boolean;
  /** How many sessions belong on the page and were too many. */
  furtherSessions(): number;
  /** Whether a phone line or a gateway was an end of a session. */
  hasPhoneLine(): boolean;
  choose(everybody: readonly CallPerson[]): CallPerson[];
}

export function makePeoplePage({ page, isWanted }: PeoplePageChoice): PeoplePage {
  const places = new Map<string, number>();
  const wanted = new Set<string>();
  const first = (page - 1) * peopleOnPage;
  let taken = 0;
  let further = 0;
  let isByPhone = false;

  function placeOf(end: SessionEnd | undefined): number {
    if (end?.key === undefined) return -1;
    const known = places.get(end.key);
    if (known !== undefined) return known;
    places.set(end.key, places.size);
    if (isWanted({ key: end.key, userPrincipalName: end.identity?.userPrincipalName })) wanted.add(end.key);
    return places.size - 1;
  }
  const isHere = (end: SessionEnd | undefined) => {
    const place = placeOf(end);
    return (place >= first && place < first + peopleOnPage) || wanted.has(end?.key ?? '');
  };

  return {
    takes({ caller, callee }) {
      isByPhone ||= isPhoneLine(caller) || isPhoneLine(callee);
      // Both get their place, whatever the first one is.
      const [isCallerHere, isCalleeHere] = [isHere(caller), isHere(callee)];
      if (!isCallerHere && !isCalleeHere) return false;
      if (taken === maxSessions) {
        further += 1;
        return false;
      }
      taken += 1;
      return true;
    },
    furtherSessions: () => further,
    hasPhoneLine: () => isByPhone,
    choose(everybody) {
      const inOrder = everybody.toSorted((one, other) => orderOf(one) - orderOf(other));
      const came = inOrder.filter((person) => wanted.has(person.key) || isWanted(person));
      return [...new Set([...came, ...inOrder.slice(first, first + peopleOnPage)])];
    },
  };

  function orderOf({ key }: CallPerson): number {
    return places.get(key) ?? places.size;
  }
}

function isPhoneLine(end: SessionEnd | undefined): boolean {
  return end?.key?.startsWith('phone:') || /gateway|mediation/i.test(end?.role ?? '');
}
