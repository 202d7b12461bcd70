/** The order in which a record is read makes no difference to who its organizer is. */
import { expect, test } from '@jest/globals';
import { type FactsGatherer, makeFactsGatherer } from '../../../src/facts/gather-facts.ts';

const person = (id: string, userPrincipalName?: string) => ({ user: { id, userPrincipalName } });
const members = { organizer_v2: { identity: person('o1') } };
const participants = Buffer.from(
  JSON.stringify([
    { identity: person('other', 'other@contoso.com') },
    { identity: person('o1', 'first@contoso.com') },
    { identity: person('o1', 'second@contoso.com') },
  ]),
);

test.each<[string, (gatherer: FactsGatherer) => void]>([
  [
    'before the participants',
    (gatherer) => {
      gatherer.addMembers(members);
      gatherer.addParticipants(participants);
    },
  ],
  [
    'behind the participants',
    (gatherer) => {
      gatherer.addParticipants(participants);
      gatherer.addMembers(members);
    },
  ],
])('the organizer, named %s, is found by the first name that a participant of that id has', (_, read) => {
  const gatherer = makeFactsGatherer();
  read(gatherer);
  const { people, findKeys } = gatherer.facts();
  expect(people).toBe(2);
  expect([...findKeys].filter((key) => key.startsWith('organizer:')).sort()).toEqual([
    'organizer:first@contoso.com',
    'organizer:o1',
  ]);
});

test('people are named once under each name, with the principal name whenever it comes', () => {
  const gatherer = makeFactsGatherer();
  const named = (id: string, displayName: string, userPrincipalName?: string) => ({
    user: { id, displayName, tenantId: 't', userPrincipalName },
  });
  const add = (...identities: object[]) =>
    gatherer.addParticipants(Buffer.from(JSON.stringify(identities.map((identity) => ({ identity })))));
  add(named('1', 'Anna Schmidt'), named('2', 'Bob'), named('1', 'Anna Weber'));
  add(named('1', 'Anna Schmidt', 'anna@contoso.com'), named('1', 'Anna Weber'), person('3', 'x@y.z'));
  add({ phone: { id: '+49301234567', displayName: 'Carl mobile' } });
  gatherer.addMembers({ organizer_v2: { identity: named('4', 'Dora') } });
  const common = { kind: 'user', tenantId: 't', upn: undefined };
  expect(gatherer.facts().named).toEqual([
    { ...common, key: 'id:1', name: 'Anna Schmidt', upn: 'anna@contoso.com' },
    { ...common, key: 'id:2', name: 'Bob' },
    { ...common, key: 'id:1', name: 'Anna Weber' },
    { key: 'phone:+49301234567', name: 'Carl mobile', kind: 'phone', tenantId: undefined, upn: undefined },
    { ...common, key: 'id:4', name: 'Dora' },
  ]);
});
