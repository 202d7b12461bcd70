/** The order in which a record is read makes no difference to who its organizer is. */
import { expect, test } from '@jest/globals';
import { type FactsGatherer, makeFactsGatherer } from '../../../src/model/record-facts.ts';

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
