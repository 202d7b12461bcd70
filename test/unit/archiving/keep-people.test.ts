/** Whom an instance has seen on a day costs nothing, and a table that fails holds up no record. */
import { expect, test } from '@jest/globals';
import { makeKeepPeople } from '../../../src/archiving/keep-people.ts';
import { minuteMs } from '../../../src/model/durations.ts';
import type { NamedPerson } from '../../../src/model/named-person.ts';
import type { PeopleIndex } from '../../../src/ports/people-index.ts';
import { entryTenant, makeIndexEntry } from '../../support/index-entry.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryPeople } from '../../support/memory-people.ts';

const callId = '0a1b2c3d-0000-4000-8000-000000000001';
const anna: NamedPerson = {
  key: 'id:anna',
  name: 'Anna Schmidt',
  upn: 'anna@contoso.com',
  kind: 'user',
  tenantId: entryTenant,
};
const bob: NamedPerson = { ...anna, key: 'id:bob', name: 'Bob', upn: undefined };

function makeKeeper(failing?: PeopleIndex) {
  const people = makeMemoryPeople(() => new Date('2026-11-30T00:00:00Z'));
  const { note, notes } = makeMemoryEventLog();
  let now = Date.parse('2026-11-30T00:00:00Z');
  const keep = makeKeepPeople({ people: failing ?? people, now: () => new Date(now), note });
  const see = (callDay: string, ...named: NamedPerson[]) => keep(makeIndexEntry(callId, { callDay, named }));
  return { people, notes, see, later: (ms: number) => (now += ms) };
}

test('a person is written once a day, and again on a later day only', async () => {
  const { people, see } = makeKeeper();
  for (const day of ['2026-11-20', '2026-11-20', '2026-11-19', '2026-11-21']) await see(day, anna);
  expect(people.puts.map(([one]) => one?.lastSeen)).toEqual(['2026-11-20', '2026-11-21']);
});

test('of several people those are written who are new, under each name', async () => {
  const { people, see } = makeKeeper();
  await see('2026-11-20', anna);
  await see('2026-11-20', anna, bob, { ...anna, name: 'Anna Weber' });
  expect(people.puts.map((put) => put.map(({ name }) => name))).toEqual([
    ['Anna Schmidt'],
    ['Bob', 'Anna Weber'],
  ]);
});

test('what is remembered is bounded: after 100,000 others, a person is written again', async () => {
  const { people, see } = makeKeeper();
  await see('2026-11-20', anna);
  for (let part = 0; part < 10; part += 1)
    await see(
      '2026-11-20',
      ...Array.from({ length: 10_000 }, (_, i) => ({ ...bob, key: `id:${part}-${i}` })),
    );
  people.puts.length = 0;
  await see('2026-11-20', anna);
  expect(people.puts.length).toBe(1);
});

test('users of other tenants and guests are told from the tenant’s own', async () => {
  const { people, see } = makeKeeper();
  await see(
    '2026-11-20',
    anna,
    { ...bob, tenantId: '11111111-0000-4000-8000-000000000000' },
    { ...bob, key: 'id:3', upn: 'x_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
    { ...bob, key: 'id:4', tenantId: undefined },
    { ...bob, key: 'phone:+4930123', kind: 'phone' },
  );
  expect(people.puts[0]?.map(({ kind }) => kind)).toEqual(['user', 'external', 'guest', 'user', 'phone']);
});

test('a failure is noted once in ten minutes, and the person is written as soon as it can be', async () => {
  let works = false;
  const tried: number[] = [];
  const { notes, see, later } = makeKeeper({
    async put(_, people) {
      tried.push(people.length);
      if (!works) throw new Error('TableNotFound');
    },
  });
  await see('2026-11-20', anna);
  await see('2026-11-20', anna);
  expect(notes).toEqual([{ name: 'archiving.people-failed', facts: { error: 'Error: TableNotFound' } }]);
  later(11 * minuteMs);
  await see('2026-11-20', anna);
  expect(notes.length).toBe(2);
  works = true;
  await see('2026-11-20', anna);
  await see('2026-11-20', anna);
  expect(tried.length).toBe(4);
});
