/** Everybody in a call, gathered from its lists of participants and the ends of its sessions; the rows of `participants`. */
import { listIn, valueIn } from '../../model/graph-value.ts';
import { type Identity, identityKey, normalNumber, parseIdentities } from '../../model/identity.ts';
import type { SessionEnd } from '../../model/session-end.ts';
import type { Cell } from '../../model/table-schema.ts';
import { type JudgedSession, listFurtherEnds } from '../../quality/judge-session.ts';
import { callTables } from '../schema/tables.ts';
import { emptyCells, placesOf } from './cell-layout.ts';
import { setIdentity } from './identity-cells.ts';
import { readTime } from './read-cell.ts';
import type { RowKey } from './stream-rows.ts';

interface Person {
  identity: Identity;
  isOrganizer: boolean;
  isListed: boolean;
  units: string[] | null;
  sessions: number;
  joinedAt: number | null;
  leftAt: number | null;
}

export interface ParticipantGatherer {
  /** An item of `participants_v2`. */
  addParticipant(participant: unknown): void;
  /** An item of `participants`, which older records have. */
  addFormer(identitySet: unknown): void;
  setOrganizer(identity: Identity | undefined): void;
  addSession(session: JudgedSession): void;
  /** Those of `participants_v2` (else of `participants`) first, in its order. */
  rows(key: RowKey): Cell[][];
}

const { columns } = callTables.participants;
const place = placesOf(columns, [
  'call_id',
  'version',
  'part',
  'kind',
  'number',
  'is_organizer',
  'is_listed',
  'administrative_unit_ids',
  'sessions',
  'joined_at',
  'left_at',
]);

export function makeParticipantGatherer(): ParticipantGatherer {
  const people = new Map<string, Person>();
  const listed: Person[] = [];
  const former: unknown[] = [];

  function find(identity: Identity): Person {
    const key = identityKey(identity);
    const known = people.get(key);
    if (known) {
      known.identity = mergeIdentities(known.identity, identity);
      return known;
    }
    const person: Person = {
      identity,
      isOrganizer: false,
      isListed: false,
      units: null,
      sessions: 0,
      joinedAt: null,
      leftAt: null,
    };
    people.set(key, person);
    return person;
  }

  function list(identities: readonly Identity[], units: string[] | null): void {
    for (const identity of identities) {
      const person = find(identity);
      if (!person.isListed) listed.push(person);
      person.isListed = true;
      person.units ??= units;
    }
  }

  return {
    addParticipant(participant) {
      const units = listIn(participant, 'administrativeUnitInfos')
        .map((info) => valueIn(info, 'id'))
        .filter((id) => typeof id === 'string');
      list(parseIdentities(valueIn(participant, 'identity')), units);
    },
    addFormer: (identitySet) => void former.push(identitySet),
    setOrganizer(identity) {
      if (identity) find(identity).isOrganizer = true;
    },
    addSession(judged) {
      const { caller, callee } = judged.ends;
      const there = new Set<Person>();
      const add = (end: SessionEnd | undefined, sessionOrSegment: unknown) => {
        if (end?.identity) there.add(addSpan(find(end.identity), sessionOrSegment));
      };
      for (const { end } of [caller, callee]) add(end, judged.session);
      for (const { end, segment } of listFurtherEnds(judged)) add(end, segment);
      for (const person of there) person.sessions += 1;
    },
    rows(key) {
      if (listed.length === 0) for (const set of former) list(parseIdentities(set), null);
      const others = [...people.values()].filter(({ isListed }) => !isListed);
      return [...listed, ...others].map((person) => makeRow(key, person));
    },
  };
}

function addSpan(person: Person, sessionOrSegment: unknown): Person {
  const time = (name: string) => readTime(valueIn(sessionOrSegment, name)) ?? null;
  person.joinedAt = pick(Math.min, person.joinedAt, time('startDateTime'));
  person.leftAt = pick(Math.max, person.leftAt, time('endDateTime'));
  return person;
}

function makeRow(key: RowKey, person: Person): Cell[] {
  const { identity } = person;
  const row = emptyCells(columns);
  row[place.call_id] = key.call_id;
  row[place.version] = key.version;
  row[place.part] = key.part;
  setIdentity(row, place.kind, identity);
  if (identityKey(identity).startsWith('phone:')) row[place.number] = normalNumber(identity.id);
  row[place.is_organizer] = person.isOrganizer;
  row[place.is_listed] = person.isListed;
  row[place.administrative_unit_ids] = person.units;
  row[place.sessions] = person.sessions;
  row[place.joined_at] = person.joinedAt;
  row[place.left_at] = person.leftAt;
  return row;
}

/** One place knows the name, another one the tenant. */
function mergeIdentities(one: Identity, other: Identity): Identity {
  const name = one.name ?? other.name;
  const tenantId = one.tenantId ?? other.tenantId;
  const userPrincipalName = one.userPrincipalName ?? other.userPrincipalName;
  const isKnown =
    name === one.name && tenantId === one.tenantId && userPrincipalName === one.userPrincipalName;
  return isKnown ? one : { ...one, name, tenantId, userPrincipalName };
}

function pick(
  choose: (one: number, other: number) => number,
  one: number | null,
  other: number | null,
): number | null {
  return one !== null && other !== null ? choose(one, other) : (one ?? other);
}
