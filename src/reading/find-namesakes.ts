/** Who is meant by a name: the people that have it, told apart for whoever must choose among them. */
import { comparePeople, type Person } from '../model/person.ts';
import { wordsOf } from '../model/person-name.ts';
import type { ReadingListener } from '../ports/call-archive.ts';
import type { PeopleReader } from '../ports/people-index.ts';

export interface Namesakes {
  /** Each key once: the archive's own users first, then who was seen last. */
  people: Person[];
  /** Whether the reading ended at the limit: then somebody who is meant may not be among them. */
  isCut: boolean;
}

/**
 * Those who have exactly this name come in place of those whose name only begins with it. At most `limit` names are read: so many
 * people have a common first name that nobody would choose among them.
 */
export async function findNamesakes(
  reader: PeopleReader,
  name: string,
  listener: ReadingListener,
  limit = Infinity,
): Promise<Namesakes> {
  const wanted = wordsOf(name).join(' ');
  const found: Person[] = [];
  let isCut = false;
  for await (const person of reader.list(name, listener)) {
    if (found.length >= limit) {
      isCut = true;
      break;
    }
    found.push(person);
  }
  const exact = found.filter((person) => wordsOf(person.name).join(' ') === wanted);
  const meant = (exact.length > 0 ? exact : found).sort(comparePeople);
  return { people: onePerKey(meant), isCut };
}

/** Somebody who changed their name has the newer one. */
function onePerKey(people: readonly Person[]): Person[] {
  const found = new Map<string, Person>();
  for (const person of people) if (!found.has(person.key)) found.set(person.key, person);
  return [...found.values()];
}
