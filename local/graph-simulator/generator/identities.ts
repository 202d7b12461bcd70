/**
 * People and things that take part in calls, as identity sets: colleagues, guests, strangers of whom only the
 * id is known, phones, bots. The same place in the same call is the same one in every version.
 */
import { array, member, object, string } from './json-text.ts';
import { makeRandom, type Random } from './random.ts';

export type IdentityKind =
  | 'colleague'
  | 'guest'
  | 'external'
  | 'phone'
  | 'application'
  | 'acsUser'
  | 'hidden';

export interface Person {
  readonly kind: IdentityKind;
  readonly id: string;
  /** Raw JSON of a display name, `null` when unknown. */
  readonly rawName: string;
  readonly tenantId: string;
  readonly userPrincipalName: string | undefined;
}

/** Raw JSON strings; escapes, other scripts, and texts that look like structure must survive as they are. */
const rawNames = [
  '"Abbie Wilkins"',
  '"Owen Franklin"',
  '"Zo\\u00eb M\\u00fcller"',
  '"Renée Núñez-Øster"',
  '"李小龍"',
  '"ماجد الكندي"',
  '"Anna \\ud83d\\ude00 Schmidt"',
  '"Emoji 🧑‍💻 Ops"',
  '"O\'Brien \\"Bo\\" Jr."',
  '"DOMAIN\\\\svc-room"',
  '"Sales\\/Support"',
  '"\\"sessions@odata.nextLink\\":\\"https:\\/\\/example.invalid\\/next\\""',
  '"]}],\\"version\\":99,{[\\\\"',
  '"Tab\\tand\\nline"',
];

const otherTenant = '3b3a4f9e-1111-4222-8333-444455556666';
const homeTenant = 'dc368399-474c-4d40-900c-6265431fd81f';

export function makePerson(seed: string | number, place: number, kind?: IdentityKind): Person {
  const random = makeRandom(seed, 'person', place);
  const chosen = kind ?? pickKind(random);
  const id = chosen === 'phone' ? phoneNumber(random) : random.guid();
  const hasName =
    chosen === 'colleague' || (chosen === 'guest' && random.chance(0.7)) || chosen === 'application';
  return {
    kind: chosen,
    id,
    rawName: hasName ? random.pick(rawNames) : 'null',
    tenantId: chosen === 'external' ? otherTenant : homeTenant,
    userPrincipalName: chosen === 'colleague' ? `user${place}.${id.slice(0, 4)}@contoso.example` : undefined,
  };
}

/** The set form, as in participants and organizer. */
export function identitySet(person: Person): string {
  const nulls = ['acsUser', 'spoolUser', 'onPremises'].map((name) => member(name, 'null'));
  switch (person.kind) {
    case 'phone':
      return object(...nulls, member('user', 'null'), member('phone', plainIdentity(person)));
    case 'guest':
      return object(
        ...nulls,
        member('guest', object(member('id', string(person.id)), member('displayName', person.rawName))),
      );
    case 'application':
      return object(
        member('user', 'null'),
        member('applicationInstance', object(...basics(person), member('hidden', 'false'))),
      );
    case 'acsUser':
      return object(
        member('azureCommunicationServicesUser', object(member('id', string(`8:acs:${person.id}`)))),
      );
    case 'hidden':
      return object(member('user', 'null'), member('encrypted', object(member('id', string(person.id)))));
    case 'external':
      return object(member('user', object(member('id', string(person.id)))));
    case 'colleague':
      return object(...nulls, member('phone', 'null'), member('user', userIdentity(person)));
  }
}

/** The single form, as in `associatedIdentity`. */
export function associatedIdentity(person: Person): string {
  return person.kind === 'colleague' ? userIdentity(person) : plainIdentity(person);
}

export function participant(person: Person, random: Random): string {
  return object(
    member('id', string(person.id)),
    random.chance(0.2)
      ? member('administrativeUnitInfos', array([object(member('id', string(random.guid())))]))
      : member('administrativeUnitInfos', '[]'),
    member('identity', identitySet(person)),
  );
}

function userIdentity(person: Person): string {
  return object(
    member('@odata.type', '"#microsoft.graph.callRecords.userIdentity"'),
    ...basics(person),
    member('tenantId', string(person.tenantId)),
    member(
      'userPrincipalName',
      person.userPrincipalName === undefined ? 'null' : string(person.userPrincipalName),
    ),
  );
}

function plainIdentity(person: Person): string {
  return object(
    ...basics(person),
    member('tenantId', person.kind === 'phone' ? 'null' : string(person.tenantId)),
  );
}

function basics(person: Person): (string | undefined)[] {
  return [member('id', string(person.id)), member('displayName', person.rawName)];
}

function phoneNumber(random: Random): string {
  return `+49${random.int(30, 89)}${random.int(1_000_000, 9_999_999)}${random.chance(0.2) ? '***' : ''}`;
}

function pickKind(random: Random): IdentityKind {
  return random.pick([
    'colleague',
    'colleague',
    'colleague',
    'colleague',
    'colleague',
    'guest',
    'external',
    'phone',
    'application',
    'acsUser',
    'hidden',
  ] as const);
}
