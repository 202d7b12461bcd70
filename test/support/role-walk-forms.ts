/** What a walk through all pages posts to those that take a form: every way to ask for somebody or something of the archive. */
import { findUserKey } from '../../src/model/find-key.ts';
import { hashFindKey } from '../../src/model/index-rows.ts';
import type { PlantedArchive } from './planted/planted-archive.ts';

export interface WalkedForm {
  /** Fields of all forms of the app, so that each page has what it takes. */
  fields: Record<string, string>;
  /** Names, addresses and hashes of those who are meant, lower case: an answer to who may search for them can say these. */
  meant: string;
}

/** A word of every name that was planted. */
const anyName = 'displayName';

export function formsOf({ records, calls }: PlantedArchive): WalkedForm[] {
  const named = new Map(records.flatMap(({ entry }) => entry.named.map((person) => [person.key, person])));
  const people = [...named.values()];
  const keys = new Set(records.flatMap(({ entry }) => entry.findKeys));
  const typed = new Set([
    ...people.flatMap(({ name, upn = '' }) => [name, name.split(' ', 1).join(), upn]),
    ...keys,
    ...Object.values(calls),
    anyName,
    'Nobody at all',
    '',
  ]);
  return [...typed].flatMap((text) => {
    const wanted = text.toLowerCase();
    const meant = people
      .filter(
        ({ key, name, upn }) => wanted && [key, name, upn].some((one) => one?.toLowerCase().includes(wanted)),
      )
      .flatMap(({ key, name, upn = '' }) => [name, upn, hashFindKey(key)]);
    const key = findUserKey(text);
    // Whoever types a key can make its hash.
    if (key !== undefined) meant.push(hashFindKey(key));
    return ['taken-part', 'organized'].map((what) => ({
      fields: { q: text, text, what },
      meant: meant.join('\n').toLowerCase(),
    }));
  });
}
