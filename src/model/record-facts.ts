/**
 * What the index says about a call beyond its head: who took part, who organized it, which meeting it was, whether
 * something failed. Gathered from the raw bytes while they pass by; what is held is who, never the sessions.
 */
import { endOfValue, skipSpace } from '../bytes/scan-json.ts';
import { asOrganizer, findMeetingKey, maxJoinUrlLength, upnKey } from './find-key.ts';
import { formatIdentity, type Identity, identityKey, parseIdentities } from './identity.ts';
import { makeNamedPerson, type NamedPerson } from './named-person.ts';

export interface RecordFacts {
  /** The organizer's name, or who it is by kind, id and tenant. */
  organizer: string | undefined;
  /** How many different people, numbers and applications took part. */
  people: number;
  /** Whether a session, or a segment of one, says that it failed. */
  failed: boolean;
  /** Everything by which the call is found, each once, in no certain order. */
  findKeys: string[];
  /** Who took part under which name, each pair once. */
  named: NamedPerson[];
}

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
  /** Takes the bytes of sessions (their array, a page, or one). */
  addSessions(bytes: Uint8Array): void;
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
  const keys = new Set<string>();
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
  let failed = false;

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

  function addPerson(identity: Identity): void {
    const key = identityKey(identity);
    addName(key, identity);
    if (!keys.has(key)) people += 1;
    keys.add(key);
    if (identity.userPrincipalName === undefined) return;
    const name = upnKey(identity.userPrincipalName);
    keys.add(name);
    if (key === (organizer?.key ?? key) && !names.has(key)) names.set(key, name);
  }

  function addIdentities(bytes: Buffer): void {
    forEachIdentity(bytes, (start, end) => {
      for (const identity of parseIdentities(JSON.parse(bytes.toString('utf8', start, end))))
        addPerson(identity);
    });
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
    addSessions(bytes) {
      const sessions = asBuffer(bytes);
      addIdentities(sessions);
      failed ||= hasFailure(sessions);
    },
    addParticipants: (bytes) => addIdentities(asBuffer(bytes)),
    facts() {
      if (organizer) {
        const { key, identity } = organizer;
        const { userPrincipalName } = identity;
        addName(key, identity);
        const name = userPrincipalName === undefined ? names.get(key) : upnKey(userPrincipalName);
        for (const own of [key, name]) if (own !== undefined) keys.add(own).add(asOrganizer(own));
      }
      if (meeting !== undefined) keys.add(meeting);
      return {
        organizer: organizer && formatIdentity(organizer.identity),
        people,
        failed,
        findKeys: [...keys],
        named: [...named.values()],
      };
    },
  };
}

/** Tells where the values of all members `identity` and `associatedIdentity` are that are objects; not all that come again. */
function forEachIdentity(bytes: Buffer, tell: (start: number, end: number) => void): void {
  // A session repeats its ends in each segment. Starts and ends of the last ones, the next taking the oldest's place.
  const recent: number[] = [];
  let oldest = 0;
  let at = bytes.indexOf(identityEnd);
  while (at >= 0) {
    const start = startOfIdentity(bytes, at + identityEnd.length);
    let end = at + identityEnd.length;
    if (start !== undefined) {
      const known = endOfKnown(bytes, start, recent);
      end = known ?? endOfValue(bytes, start);
      if (known === undefined) {
        recent[oldest] = start;
        recent[oldest + 1] = end;
        oldest = (oldest + 2) % (2 * maxRecent);
        tell(start, end);
      }
    }
    at = bytes.indexOf(identityEnd, end);
  }
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

/** Where the value that begins at `start` ends when it is one of the recent ones. */
function endOfKnown(bytes: Buffer, start: number, recent: readonly number[]): number | undefined {
  for (let i = 0; i < recent.length; i += 2) {
    const from = recent[i] as number;
    const to = recent[i + 1] as number;
    const end = start + to - from;
    // One of another length has something else there.
    if (bytes[end - 1] === closeBrace && bytes.compare(bytes, from, to, start, end) === 0) return end;
  }
  return undefined;
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

function hasFailure(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(failureEnd); at >= 0; at = bytes.indexOf(failureEnd, at + 1)) {
    const end = at + failureEnd.length;
    if (!startsWith(bytes, end - failureName.length, failureName)) continue;
    const start = startOfValue(bytes, end);
    if (start !== undefined && bytes[start] === openBrace && saysFailure(bytes, start)) return true;
  }
  return false;
}

/** An object with stage and reason; Graph also writes one whose members are all null where nothing failed. */
function saysFailure(bytes: Buffer, start: number): boolean {
  const info: unknown = JSON.parse(bytes.toString('utf8', start, endOfValue(bytes, start)));
  return isObject(info) && Object.values(info).some((value) => value !== null);
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
