/** Where a search leads: to a list of calls, to a call, or to a choice among people of one name. */
import { ShapeError } from '../../errors.ts';
import {
  asOrganizer,
  findMeetingKey,
  findUserKey,
  maxJoinUrlLength,
  meetingKey,
} from '../../model/find-key.ts';
import { parseGuid } from '../../model/guid.ts';
import { hashFindKey } from '../../model/index-rows.ts';
import type { Person } from '../../model/person.ts';
import { wordsOf } from '../../model/person-name.ts';
import type { Look } from '../page.ts';
import type { ListedBy } from '../seen/list-subject.ts';
import type { ListQuery } from '../seen/seen-lists.ts';
import { callsPath, type FilterFault, readCallFilter } from './call-filter.ts';

export type SearchTarget =
  | { outcome: 'go'; to: string }
  | { outcome: 'choose'; people: { person: Person; to: string }[]; isCut: boolean }
  | { outcome: 'wrong'; wrong: FilterFault };

/** Asks storage only for what the text does not say by itself: names, and ids that may be those of calls. */
export async function findTarget(form: URLSearchParams, look: Look): Promise<SearchTarget> {
  const read = readCallFilter(form, look);
  if ('wrong' in read) return { outcome: 'wrong', wrong: read.wrong };
  const { filter } = read;
  // The filter of a list that is there already.
  if (filter.by) return { outcome: 'go', to: callsPath(filter) };
  const text = form.get('q')?.trim() ?? '';
  const isOrganized = form.get('what') === 'organized';
  const { rights } = look;
  if (text === '') return wrong('Write a name, an address, a number, a call id, or paste a meeting link.');
  if (text.length > maxJoinUrlLength) return wrong('That is too long to be any of these.');
  if (isOrganized && rights.calls !== 'all')
    return wrong('Your role shows the calls that somebody took part in.');
  try {
    if (findMeetingKey(text) !== undefined) {
      if (rights.calls !== 'all')
        return wrong('Your role shows the calls of one person: search for a person or a number.');
      return go(filter, 'meeting', meetingKey(text));
    }
    const target = await findCall(text, isOrganized, look);
    if (target) return target;
    const key = findUserKey(text);
    return key === undefined
      ? await findNamed(text, filter, isOrganized, look)
      : goToPerson(filter, key, isOrganized);
  } catch (error) {
    if (error instanceof ShapeError) return wrong(`${error.message.replace(/^Looking for [^:]*: /, '')}.`);
    throw error;
  }
}

/** A GUID is the id of a call, or else the object id of a person. */
async function findCall(text: string, isOrganized: boolean, look: Look): Promise<SearchTarget | undefined> {
  const id = parseGuid(text);
  if (id === undefined || isOrganized) return undefined;
  const { rights, seen, signal } = look;
  if (rights.calls === 'all')
    return (await seen.lists.hasCall(id, signal)) ? { outcome: 'go', to: `/calls/${id}` } : undefined;
  if (await seen.lists.hasCallsOf(hashFindKey(`id:${id}`), signal)) return undefined;
  return wrong(
    'Nobody with calls has this object id. If it is a call id: your role opens a call from the calls of a person; search for that person.',
  );
}

async function findNamed(
  name: string,
  filter: ListQuery,
  isOrganized: boolean,
  { seen, signal }: Look,
): Promise<SearchTarget> {
  if (wordsOf(name).length === 0) return wrong('That has no word of a name.');
  const { people, isCut } = await seen.lists.findPeople(name, signal);
  const [one, other] = people;
  if (!one)
    return wrong(
      'Nobody with calls has this name. Write the beginning of the first or last name, or a user principal name such as anna@contoso.com.',
    );
  if (!other && !isCut) return goToPerson(filter, one.key, isOrganized);
  return {
    outcome: 'choose',
    isCut,
    people: people.map((person) => ({ person, to: pathOf(filter, person.key, isOrganized) })),
  };
}

function goToPerson(filter: ListQuery, key: string, isOrganized: boolean): SearchTarget {
  return { outcome: 'go', to: pathOf(filter, key, isOrganized) };
}

function pathOf(filter: ListQuery, key: string, isOrganized: boolean): string {
  const by = isOrganized
    ? ({ kind: 'organizer', hash: hashFindKey(asOrganizer(key)) } as const)
    : ({ kind: 'who', hash: hashFindKey(key) } as const);
  return callsPath({ ...filter, by });
}

function go(filter: ListQuery, kind: ListedBy, key: string): SearchTarget {
  return { outcome: 'go', to: callsPath({ ...filter, by: { kind, hash: hashFindKey(key) } }) };
}

function wrong(words: string): SearchTarget {
  return { outcome: 'wrong', wrong: { field: 'q', words } };
}
