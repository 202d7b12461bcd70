/**
 * What the index says about a call beyond its head: who took part, who organized it, which meeting it was, whether
 * something failed. Gathered from the raw bytes while they pass by; what is held is who, never the sessions.
 */
import { asOrganizer, findMeetingKey, upnKey } from './find-key.ts';
import { formatIdentity, type Identity, identityKey, readIdentities } from './identity.ts';
import { endOfValue, skipSpace } from './scan-json.ts';

export interface RecordFacts {
  /** The organizer's name, or who it is by kind, id and tenant. */
  organizer: string | undefined;
  /** How many different people, numbers and applications took part. */
  people: number;
  /** Whether a session, or a segment of one, says that it failed. */
  failed: boolean;
  /** Everything by which the call is found, each once, in no certain order. */
  findKeys: string[];
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
  facts(): RecordFacts;
}

// A quote inside a text has a backslash before it, so each of these is a whole token wherever it stands. Looked for are
// their ends: short texts with a rare first letter are found several times faster.
const identityNames = [Buffer.from('"identity"'), Buffer.from('"associatedIdentity"')];
const identityEnd = Buffer.from('y"');
const failureName = Buffer.from('"failureInfo"');
const failureEnd = Buffer.from('Info"');
const openBrace = 0x7b;
const longestUrl = 4096;
/** So many values back it is looked whether one comes again. */
const mostRecent = 4;

export function makeFactsGatherer(): FactsGatherer {
  /** Who took part, by key, with the first user principal name that they were seen with. */
  const people = new Map<string, string>();
  /** User principal names beyond the first. */
  const otherNames = new Set<string>();
  let organizer: Identity | undefined;
  let meeting: string | undefined;
  let failed = false;

  function addPerson(identity: Identity): void {
    const key = identityKey(identity);
    const name = identity.userPrincipalName?.toLowerCase() ?? '';
    const known = people.get(key);
    if (!known) people.set(key, name);
    else if (name !== '' && name !== known) otherNames.add(name);
  }

  function addIdentities(bytes: Buffer): void {
    for (const text of findIdentityTexts(bytes))
      for (const identity of readIdentities(JSON.parse(text))) addPerson(identity);
  }

  return {
    addMembers({ organizer_v2, organizer: earlier, participants, joinWebUrl }) {
      const identity = isObject(organizer_v2) ? organizer_v2['identity'] : undefined;
      organizer = readIdentities(identity)[0] ?? readIdentities(earlier)[0] ?? organizer;
      if (typeof joinWebUrl === 'string' && joinWebUrl.length <= longestUrl)
        meeting = findMeetingKey(joinWebUrl) ?? meeting;
      if (Array.isArray(participants))
        for (const person of participants.flatMap(readIdentities)) addPerson(person);
    },
    addSessions(bytes) {
      const sessions = asBuffer(bytes);
      addIdentities(sessions);
      failed ||= hasFailure(sessions);
    },
    addParticipants: (bytes) => addIdentities(asBuffer(bytes)),
    facts() {
      const keys = new Set<string>(people.keys());
      for (const name of [...people.values(), ...otherNames]) if (name !== '') keys.add(upnKey(name));
      if (organizer) {
        const key = identityKey(organizer);
        const name = organizer.userPrincipalName ?? people.get(key);
        for (const own of name ? [key, upnKey(name)] : [key]) keys.add(own).add(asOrganizer(own));
      }
      if (meeting) keys.add(meeting);
      const formatted = organizer && formatIdentity(organizer);
      return { organizer: formatted, people: people.size, failed, findKeys: [...keys] };
    },
  };
}

/** The raw values of all members `identity` and `associatedIdentity` that are objects; not all that come again. */
function* findIdentityTexts(bytes: Buffer): Generator<string> {
  // A session repeats its ends in each segment.
  const recent: Buffer[] = [];
  for (let from = 0; ; ) {
    const at = bytes.indexOf(identityEnd, from);
    if (at < 0) return;
    from = at + identityEnd.length;
    // Most of what ends so is another name: the letter before tells it at once.
    if (bytes[at - 1] !== 0x74 || !identityNames.some((name) => startsWith(bytes, from - name.length, name)))
      continue;
    const start = startOfValue(bytes, from);
    if (start === undefined || bytes[start] !== openBrace) continue;
    const known = recent.find((value) => startsWith(bytes, start, value));
    from = known ? start + known.length : endOfValue(bytes, start);
    if (known) continue;
    recent.unshift(bytes.subarray(start, from));
    recent.length = Math.min(recent.length, mostRecent);
    yield bytes.toString('utf8', start, from);
  }
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  const end = at + wanted.length;
  return at >= 0 && end <= bytes.length && bytes.compare(wanted, 0, wanted.length, at, end) === 0;
}

function hasFailure(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(failureEnd); at >= 0; at = bytes.indexOf(failureEnd, at + 1)) {
    const end = at + failureEnd.length;
    if (!startsWith(bytes, end - failureName.length, failureName)) continue;
    const start = startOfValue(bytes, end);
    // What is not null is an object with stage and reason.
    if (start !== undefined && bytes[start] === openBrace) return true;
  }
  return false;
}

/** Where the value of a member begins whose name ends here; `undefined` when it is no name. */
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
