/**
 * The archive that the walk through all roles looks at: meetings of people of every kind, one in two versions and one without
 * Anna, and the rows that the call reports have of them. The same mark gives the same bytes, another one gives other secrets
 * in the same places, but for who Anna is.
 */

import { userKey } from '../../../src/model/find-key.ts';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { type ArchivedRecord, archiveDocument } from '../archived-records.ts';
import { entryTenant } from '../index-entry.ts';
import { makePlantedRecord, type PlantedPerson } from './planted-record.ts';
import { makePlanter, type Planter, type Secret } from './planted-values.ts';

export interface PlantedArchive {
  records: ArchivedRecord[];
  /** By report, its lines. */
  reports: Record<string, string[]>;
  secrets: Secret[];
  /** Hashes of the keys by which calls are found. */
  hashes: {
    anna: string;
    annaUpn: string;
    boris: string;
    organizer: string;
    meeting: string;
    number: string;
  };
  calls: { withAnna: string; withoutAnna: string };
}

export const plantedDay = '2026-11-20';

export function makePlantedArchive(mark: number): PlantedArchive {
  const [planter, alwaysPlanter] = [makePlanter(mark), makePlanter(0)];
  const people = { anna: makeUser(alwaysPlanter, 'anna'), ...makePeople(planter) };
  const { anna, boris, phone } = people;
  const joinWebUrl = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${planter.text('joinWebUrl').replace(' ', '_')}%40thread.v2/0`;
  const calls = {
    withAnna: 'ca110001-0000-4000-8000-000000000001',
    withoutAnna: 'ca110002-0000-4000-8000-000000000002',
  };
  const span = { startDateTime: `${plantedDay}T10:00:00Z`, endDateTime: `${plantedDay}T10:30:00Z` };
  const plan = { ...span, organizer: boris, joinWebUrl };
  const everybody = Object.values(people);
  const records = [
    makePlantedRecord(planter, { ...plan, id: calls.withAnna, version: 1, people: everybody }),
    makePlantedRecord(planter, { ...plan, id: calls.withAnna, version: 2, people: everybody }),
    makePlantedRecord(planter, {
      ...plan,
      id: calls.withoutAnna,
      version: 1,
      people: everybody.filter(({ who }) => who !== 'anna'),
    }),
  ].map((record) => archiveDocument(Buffer.from(JSON.stringify(record))));
  const row = (who: PlantedPerson, type: string) =>
    JSON.stringify(
      planter.fill(type, `${who.who}.${type}`, {
        id: planter.guid(`${type}.id`),
        callId: calls.withAnna,
        correlationId: calls.withAnna,
        callerNumber: phone.id,
        calleeNumber: planter.number(`${type}.calleeNumber`),
        userId: who.id,
        startDateTime: span.startDateTime,
        inviteDateTime: span.startDateTime,
        endDateTime: span.endDateTime,
        failureDateTime: null,
      }),
    );
  const reports = {
    'pstn-calls': [row(anna, 'pstnCallLogRow'), row(boris, 'pstnCallLogRow')],
    'direct-routing-calls': [row(boris, 'directRoutingLogRow')],
  };
  const hashOf = (text: string) => hashFindKey(userKey(text));
  const annaKeys = [userKey(anna.id), userKey(String(anna.userPrincipalName))];
  const otherKeys = new Set(
    records.flatMap(({ entry }) => entry.findKeys).filter((key) => !annaKeys.includes(key)),
  );
  const secrets = [
    ...alwaysPlanter.secrets,
    ...planter.secrets,
    // Whoever can guess a name can make its hash.
    ...[...otherKeys].map((key) => ({ mark: hashFindKey(key), place: `hash of ${key}` })),
  ];
  const keyOf = (kind: string) => [...otherKeys].find((key) => key.startsWith(kind)) ?? '';
  return {
    records,
    reports,
    secrets,
    hashes: {
      anna: hashOf(anna.id),
      annaUpn: hashOf(String(anna.userPrincipalName)),
      boris: hashOf(boris.id),
      organizer: hashFindKey(keyOf('organizer:')),
      meeting: hashFindKey(keyOf('meeting:')),
      number: hashOf(phone.id),
    },
    calls,
  };
}

function makePeople(planter: Planter) {
  const make = makePerson.bind(undefined, planter);
  return {
    boris: makeUser(planter, 'boris'),
    visitor: make('visitor', 'user', { tenantId: planter.guid('visitor.tenantId') }),
    guest: make('guest', 'guest'),
    phone: make('phone', 'phone', { id: planter.number('phone.id'), displayName: null, tenantId: null }),
    bot: make('bot', 'applicationInstance'),
    acs: make('acs', 'azureCommunicationServicesUser', { displayName: null }),
    hidden: make('hidden', 'encrypted', { displayName: null }),
  };
}

function makeUser(planter: Planter, who: string): PlantedPerson {
  const name = planter.text(`${who}.userPrincipalName`).replace(' ', '.');
  return makePerson(planter, who, 'user', { userPrincipalName: `${name}@contoso.example` });
}

function makePerson(
  { guid, text }: Planter,
  who: string,
  kind: PlantedPerson['kind'],
  more: Partial<PlantedPerson> = {},
): PlantedPerson {
  return {
    who,
    kind,
    id: more.id ?? guid(`${who}.id`),
    displayName: more.displayName === undefined ? text(`${who}.displayName`) : more.displayName,
    tenantId: entryTenant,
    ...more,
  };
}
