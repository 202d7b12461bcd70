/**
 * What the index says about a call beyond its head: who took part, who organized it, which meeting it was, whether
 * something failed. Gathered from the raw bytes while they pass by; what is held is who, never the sessions.
 */
import { endOfValue, type JsonNode, skipSpace } from '../bytes/scan-json.ts';
import { asOrganizer, findMeetingKey, maxJoinUrlLength, upnKey } from '../model/find-key.ts';
import { formatIdentity, type Identity, identityKey, parseIdentities } from '../model/identity.ts';
import { makeNamedPerson, type NamedPerson } from '../model/named-person.ts';
import type { OwnStreams, RecordFacts } from '../model/record-facts.ts';
import { isFailure } from '../quality/failure-info.ts';
import { tallyStreams } from '../quality/tally-session.ts';

/** The members at the top of a record that say more than the head does, parsed. */
export interface FactMembers {
  organizer_v2?: unknown;
  organizer?: unknown;
  /** Its form before `participants_v2`. */
  participants?: unknown;
  joinWebUrl?: unknown;
}

export interface FactsGatherer {
  addMembers(members: FactMembers): void;
  /** Takes sessions (all, a page of them, or one), or the further segments of one, and where each lies in the bytes. */
  addSessions(bytes: Uint8Array, items: readonly Pick<JsonNode, 'start' | 'end'>[]): void;
  /** The sessions so far do not count: they come again. */
  forgetSessions(): void;
  /** Takes the bytes of `participants_v2`, likewise. */
  addParticipants(bytes: Uint8Array): void;
  /** To be called once, at the end. */
  facts(): RecordFacts;
}

// A quote inside a text has a backslash before it, so each of these is a whole token wherever it stands. Looked for are
// their ends: short texts with a rare first letter are found several times faster.
const [identityName, otherName] = [Buffer.from('"identity"'), Buffer.from('"associatedIdentity"')];
const identityEnd = Buffer.from('y"');
const failureName = Buffer.from('"failureInfo"');
const failureEnd = Buffer.from('Info"');
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** A value is compared with at most this many before it, to see whether it is a repeat. */
const maxRecent = 4;

export function makeFactsGatherer(): FactsGatherer {
  const keys = new Map<string, OwnStreams | undefined>();
  /**
   * By a person's key: the key of the first user principal name that they were seen with. The organizer's is wanted;
   * once it is known who that is, nobody else's is kept.
   */
  const names = new Map<string, string>();
  /** By key; of somebody with a second name, that one by both. */
  const named = new Map<string, NamedPerson>();
  let tenantId: string | undefined;
  let people = 0;
  let organizer: { identity: Identity; key: string } | undefined;
  let meeting: string | undefined;
  let failedSessions = 0;
  const all: OwnStreams = { classified: 0, poor: 0 };

  function addName(key: string, identity: Identity, place = key): void {
    const { name, userPrincipalName } = identity;
    if (name === undefined) return;
    const known = named.get(place);
    if (!known) {
      // Nearly all are of one tenant, whose id is kept once.
      if (tenantId !== identity.tenantId) tenantId = identity.tenantId;
      named.set(place, makeNamedPerson(key, name, { ...identity, tenantId }));
    } else if (known.name === name) known.upn ??= userPrincipalName;
    else if (place === key) addName(key, identity, `${key}\n${name}`);
  }

  /** Gives what the person's keys share. Two ids of one principal name are one person under that name. */
  function addPerson(identity: Identity): OwnStreams[] {
    const key = identityKey(identity);
    addName(key, identity);
    if (!keys.has(key)) people += 1;
    const own = keys.get(key) ?? { classified: 0, poor: 0 };
    keys.set(key, own);
    if (identity.userPrincipalName === undefined) return [own];
    const name = upnKey(identity.userPrincipalName);
    const ofName = keys.get(name) ?? own;
    keys.set(name, ofName);
    if (key === (organizer?.key ?? key) && !names.has(key)) names.set(key, name);
    return [own, ofName];
  }

  const readPeople: ReadPeople = (bytes, start, end) =>
    parseIdentities(JSON.parse(bytes.toString('utf8', start, end))).flatMap(addPerson);

  function addSession(bytes: Buffer, { start, end }: Place, recent: RecentPeople): void {
    const ends = new Set<OwnStreams>();
    for (const own of listPeople(bytes, start, end, recent, readPeople)) ends.add(own);
    const tally = { classified: 0, poor: 0 };
    tallyStreams(bytes, start, end, tally);
    if (tally.classified > 0)
      for (const own of [all, ...ends]) {
        own.classified += tally.classified;
        own.poor += tally.poor;
      }
    if (hasFailure(bytes, start, end)) failedSessions += 1;
  }

  return {
    addMembers({ organizer_v2, organizer: earlier, participants, joinWebUrl }) {
      const identity = isObject(organizer_v2) ? organizer_v2['identity'] : undefined;
      const named = parseIdentities(identity)[0] ?? parseIdentities(earlier)[0];
      if (named) organizer = { identity: named, key: identityKey(named) };
      if (typeof joinWebUrl === 'string' && joinWebUrl.length <= maxJoinUrlLength)
        meeting = findMeetingKey(joinWebUrl.toWellFormed()) ?? meeting;
      if (Array.isArray(participants))
        for (const person of participants.flatMap(parseIdentities)) addPerson(person);
    },
    addSessions(bytes, items) {
      const sessions = asBuffer(bytes);
      const recent = makeRecentPeople();
      for (const item of items) addSession(sessions, item, recent);
    },
    forgetSessions() {
      failedSessions = 0;
      for (const own of [all, ...keys.values()]) if (own) own.classified = own.poor = 0;
    },
    addParticipants(bytes) {
      const participants = asBuffer(bytes);
      const recent = makeRecentPeople();
      listPeople(participants, 0, participants.length, recent, readPeople);
    },
    facts() {
      if (organizer) {
        const { key, identity } = organizer;
        const { userPrincipalName } = identity;
        addName(key, identity);
        const name = userPrincipalName === undefined ? names.get(key) : upnKey(userPrincipalName);
        for (const own of [key, name])
          if (own !== undefined) keys.set(own, keys.get(own)).set(asOrganizer(own), undefined);
      }
      if (meeting !== undefined) keys.set(meeting, undefined);
      return {
        organizer: organizer && formatIdentity(organizer.identity),
        people,
        failed: failedSessions > 0,
        failedSessions,
        classifiedStreams: all.classified,
        poorStreams: all.poor,
        findKeys: [...keys.keys()],
        ownStreams: keys,
        named: [...named.values()],
      };
    },
  };
}

type Place = Pick<JsonNode, 'start' | 'end'>;
type ReadPeople = (bytes: Buffer, start: number, end: number) => OwnStreams[];

/** The identities that were read last, of one buffer: a session repeats its ends in each segment. */
interface RecentPeople {
  /** Starts and ends. */
  places: number[];
  people: OwnStreams[][];
  /** Where the next takes the oldest's place. */
  oldest: number;
}

function makeRecentPeople(): RecentPeople {
  return { places: [], people: [], oldest: 0 };
}

/** Reads the values of all members `identity` and `associatedIdentity` that are objects. Returns whom they name, perhaps more than once. */
function listPeople(
  bytes: Buffer,
  start: number,
  end: number,
  recent: RecentPeople,
  read: ReadPeople,
): OwnStreams[] {
  const people: OwnStreams[] = [];
  let at = bytes.indexOf(identityEnd, start);
  while (at >= 0 && at < end) {
    let next = at + identityEnd.length;
    const value = startOfIdentity(bytes, next);
    if (value !== undefined) {
      const known = findKnown(bytes, value, recent.places);
      next = known < 0 ? endOfValue(bytes, value) : value + lengthOf(recent, known);
      const found = recent.people[known] ?? remember(recent, value, next, read(bytes, value, next));
      for (const one of found) people.push(one);
    }
    at = bytes.indexOf(identityEnd, next);
  }
  return people;
}

function lengthOf({ places }: RecentPeople, which: number): number {
  return (places[2 * which + 1] as number) - (places[2 * which] as number);
}

function remember(recent: RecentPeople, start: number, end: number, people: OwnStreams[]): OwnStreams[] {
  const { oldest } = recent;
  recent.places[2 * oldest] = start;
  recent.places[2 * oldest + 1] = end;
  recent.people[oldest] = people;
  recent.oldest = (oldest + 1) % maxRecent;
  return people;
}

/** Where the value begins when an identity's name ends here; most of what ends so is another name. */
function startOfIdentity(bytes: Buffer, endOfName: number): number | undefined {
  // The letter before tells it at once.
  if (bytes[endOfName - identityEnd.length - 1] !== 0x74) return undefined;
  if (!isIdentityName(bytes, endOfName)) return undefined;
  const start = startOfValue(bytes, endOfName);
  return start !== undefined && bytes[start] === openBrace ? start : undefined;
}

function isIdentityName(bytes: Buffer, end: number): boolean {
  return (
    startsWith(bytes, end - identityName.length, identityName) ||
    startsWith(bytes, end - otherName.length, otherName)
  );
}

/** The number of the recent value that the one at `start` repeats; -1: it repeats none. */
function findKnown(bytes: Buffer, start: number, places: readonly number[]): number {
  for (let i = 0; i < places.length; i += 2) {
    const from = places[i] as number;
    const to = places[i + 1] as number;
    const end = start + to - from;
    // One of another length has something else there.
    if (bytes[end - 1] === closeBrace && bytes.compare(bytes, from, to, start, end) === 0) return i / 2;
  }
  return -1;
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

function hasFailure(bytes: Buffer, from: number, to: number): boolean {
  let at = bytes.indexOf(failureEnd, from);
  for (; at >= 0 && at < to; at = bytes.indexOf(failureEnd, at + 1)) {
    const end = at + failureEnd.length;
    if (!startsWith(bytes, end - failureName.length, failureName)) continue;
    const start = startOfValue(bytes, end);
    if (start === undefined || bytes[start] !== openBrace) continue;
    if (isFailure(JSON.parse(bytes.toString('utf8', start, endOfValue(bytes, start))))) return true;
  }
  return false;
}

/** Where the value of a member begins whose name ends here; `undefined` when it is not a name. */
function startOfValue(bytes: Buffer, endOfName: number): number | undefined {
  const colon = skipSpace(bytes, endOfName);
  return bytes[colon] === 0x3a ? skipSpace(bytes, colon + 1) : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
