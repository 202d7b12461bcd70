/** The people of a downloaded folder by name: from the local index, and from the records of the days that it does not know. */
import { once } from '../../concurrency/once.ts';
import { isFoundBy, makePerson, type Person } from '../../model/person.ts';
import type { PeopleReader } from '../../ports/people-index.ts';
import type { FolderOptions } from './folder-archive.ts';
import { type DayFolder, listDayFolders } from './folder-layout.ts';
import { findPlace } from './folder-place.ts';
import { knownPeople } from './local-index.ts';
import { scanDays } from './scan-days.ts';

/** Nothing is read yet. The file system's own errors pass through. */
export function openFolderPeople(path: string, { threads }: FolderOptions = {}): PeopleReader {
  const place = once(() => findPlace(path));

  return {
    async *list(typed, listener) {
      /** By key and name; `undefined` for who is not wanted. */
      const seen = new Map<string, Person | undefined>();
      const add = (person: Person) => {
        const pair = `${person.key}\n${person.name}`;
        const before = seen.get(pair);
        const isWanted = before
          ? before.lastSeen < person.lastSeen
          : !seen.has(pair) && isFoundBy(person, typed);
        if (isWanted) seen.set(pair, person);
        else if (!before) seen.set(pair, undefined);
      };
      const there = await place();
      const { root, tenantFolder, manifest } = there;
      const known = knownPeople(there);
      const unknown: DayFolder[] = [];
      for (const day of await listDayFolders(root, tenantFolder, {}, listener)) {
        listener.signal?.throwIfAborted();
        const people = await known(day);
        if (people) for (const person of people) add({ ...person, lastSeen: day.day });
        else unknown.push(day);
      }
      for await (const { day, entries } of scanDays({ root, days: unknown, manifest, threads }, listener)) {
        for (const { tenantId, named } of entries)
          for (const person of named) add(makePerson(person, tenantId, day.day));
      }
      for (const person of seen.values()) if (person) yield person;
    },
  };
}
