/** The account of one call: who, when, how long, what each session did and what failed. Read session by session. */

import { IntegrityError } from '../errors.ts';
import { type CallPerson, makeCallPeople } from '../model/call-people.ts';
import { spanOf } from '../model/graph-time.ts';
import { listIn, textIn, valueIn } from '../model/graph-value.ts';
import { formatIdentity, identityKey, parseIdentities } from '../model/identity.ts';
import { headNames, parseHead, type RecordHead } from '../model/record-head.ts';
import { makeRecordSplitter } from '../model/split-record.ts';
import type { CallArchive } from '../ports/call-archive.ts';
import { makeSessionGatherer, type SessionsAccount, type ShowChoice } from './gather-sessions.ts';
import { type RecordPlace, readDocument } from './read-document.ts';
import { wholeRecord } from './record-lens.ts';

export interface CallAccount extends SessionsAccount {
  callId: string;
  /** Digits. */
  version: string;
  type: string | undefined;
  modalities: string[];
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string | undefined;
  durationMs: number | undefined;
  /** When Graph last changed the record. */
  modifiedAt: string | undefined;
  organizer: string | undefined;
  /** What the organizer can be searched by as a person. */
  organizerKey: string | undefined;
  joinWebUrl: string | undefined;
  /** Everybody in participants and sessions, in order of appearance. */
  people: CallPerson[];
}

const shownNames: ReadonlySet<string> = new Set([
  'lastModifiedDateTime',
  'organizer_v2',
  'organizer',
  'participants',
  'joinWebUrl',
]);
/** Several times as many as the largest town hall has. */
const maxSessions = 200_000;

/** Throws IntegrityError when the record is damaged, missing, or not a call record. */
export async function showCall(
  archive: Pick<CallArchive, 'open'>,
  place: RecordPlace,
  choice: ShowChoice = { sessions: true },
): Promise<CallAccount> {
  const { lens = wholeRecord } = choice;
  const texts = new Map<string, string>();
  const people = makeCallPeople();
  let sessions = makeSessionGatherer(choice, people);

  const splitter = makeRecordSplitter({
    onMember(name, value) {
      if (!headNames.has(name) && !shownNames.has(name)) return;
      const text = lens.member(name, value.toString('utf8').trim());
      if (text !== undefined) texts.set(name, text);
    },
    onArray(name) {
      if (name !== 'sessions') return;
      sessions = makeSessionGatherer(choice, people);
    },
    onItem(name, item) {
      const value: unknown = JSON.parse(item.toString('utf8'));
      if (name === 'participants_v2') {
        const participant = lens.participant(value);
        for (const identity of parseIdentities(valueIn(participant, 'identity'))) people.add(identity);
        return;
      }
      if (sessions.count() >= maxSessions)
        throw new IntegrityError(`Reading ${place.blob}: it has more than ${maxSessions} sessions`);
      sessions.add(lens.session(value));
    },
  });

  for await (const piece of readDocument(archive, place)) splitter.push(piece);
  splitter.end();
  const head: RecordHead = parseHead((name) => texts.get(name));
  const member = (name: string): unknown => JSON.parse(texts.get(name) ?? 'null');
  const [organizer] = [member('organizer_v2'), { identity: member('organizer') }].flatMap((value) =>
    parseIdentities(valueIn(value, 'identity')),
  );
  const organizerKey = organizer && identityKey(organizer);
  // Older records may list people in this form only.
  for (const identity of listIn({ people: member('participants') }, 'people').flatMap(parseIdentities))
    people.add(identity);
  const { startedAt, endedAt } = head;
  const shownPeople = people.list();
  return {
    ...head,
    durationMs: spanOf(startedAt, endedAt),
    modifiedAt: textIn({ at: member('lastModifiedDateTime') }, 'at'),
    organizer: organizer && formatIdentity(organizer),
    organizerKey,
    joinWebUrl: textIn({ url: member('joinWebUrl') }, 'url'),
    people: shownPeople,
    ...sessions.describe({
      people: shownPeople,
      organizer: organizerKey,
      startedAt,
      endedAt,
    }),
  };
}
