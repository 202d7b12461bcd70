/** Who is meant by a name, when nobody, one or thousands have it. */
import { expect, test } from '@jest/globals';
import type { Person } from '../../../src/model/person.ts';
import { isFoundBy } from '../../../src/model/person.ts';
import type { PeopleReader } from '../../../src/ports/people-index.ts';
import { findNamesakes } from '../../../src/reading/find-namesakes.ts';

const listener = { problem: () => undefined };
const anna = makePerson({ name: 'Anna Schmidt', key: 'id:1' });
const annaMaria = makePerson({ name: 'Anna Maria Schmidt', key: 'id:2' });
const guest = makePerson({ name: 'Anna Schmidt', key: 'id:3', kind: 'guest', lastSeen: '2026-11-20' });

function makePerson(changes: Partial<Person>): Person {
  return { key: 'id:0', name: '', upn: undefined, kind: 'user', lastSeen: '2026-11-01', ...changes };
}

function makeReader(people: readonly Person[]): PeopleReader & { given: number } {
  const reader = {
    given: 0,
    async *list(typed: string) {
      for (const person of people.filter((one) => isFoundBy(one, typed))) {
        reader.given += 1;
        yield person;
      }
    },
  };
  return reader;
}

test('those with exactly the name come instead of those whose name begins so, own users first', async () => {
  const reader = makeReader([guest, annaMaria, anna]);
  expect(await findNamesakes(reader, 'anna  SCHMIDT', listener)).toEqual({
    people: [anna, guest],
    isCut: false,
  });
  expect((await findNamesakes(reader, 'anna', listener)).people).toEqual([annaMaria, anna, guest]);
  expect((await findNamesakes(reader, 'otto', listener)).people).toEqual([]);
});

test('somebody who changed their name is one person, under the newer name', async () => {
  const married = { ...anna, name: 'Anna Weber', lastSeen: '2026-11-25' };
  expect((await findNamesakes(makeReader([anna, married]), 'anna', listener)).people).toEqual([married]);
});

test('of 10,000 namesakes no more are read than somebody would choose among', async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => makePerson({ name: `Anna ${i}`, key: `id:${i}` }));
  const reader = makeReader(many);
  const { people, isCut } = await findNamesakes(reader, 'anna', listener, 200);
  expect({ people: people.length, isCut, given: reader.given }).toEqual({
    people: 200,
    isCut: true,
    given: 201,
  });
  expect((await findNamesakes(reader, 'anna', listener)).people).toHaveLength(10_000);
});
