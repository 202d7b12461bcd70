/** One version of a call as a page of the readers' app shows it: the record is read and parsed once, whatever is made of it. */

import type { CallPerson } from '../../model/call-people.ts';
import type { CallRow } from '../../model/call-row.ts';
import { asOrganizer, findMeetingKey, upnKey } from '../../model/find-key.ts';
import { hashFindKey } from '../../model/index-rows.ts';
import type { CallArchive } from '../../ports/call-archive.ts';
import type { CallQuality, QualityFinding } from '../../quality/call-quality.ts';
import type { SessionAccount } from '../../reading/session-account.ts';
import { type CallAccount, showCall } from '../../reading/show-call.ts';
import { clipTexts } from './clip-texts.ts';
import { makePeoplePage, peopleOnPage } from './people-page.ts';
import { makePersonLens } from './record-lens.ts';

/** A page of what a version of a call says. Texts are the record's own, at most 2,000 characters each. */
export interface ReadCall {
  callId: string;
  /** Digits. */
  version: string;
  sentence: string;
  counts: CallQuality['counts'];
  likely: CallQuality['likely'];
  /** The worst first. */
  findings: QualityFinding[];
  furtherFindings: number;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string | undefined;
  durationMs: number | undefined;
  modifiedAt: string | undefined;
  type: string | undefined;
  modalities: string[];
  organizer: string | undefined;
  joinWebUrl: string | undefined;
  /** Hashes by which the other calls of the organizer and of the meeting are found. */
  organizerHash: string | undefined;
  meetingHash: string | undefined;
  feedback: CallAccount['feedback'];
  furtherFeedback: number;
  people: PeopleOnPage;
  /** In which the people of this page were, with every figure. */
  sessions: SessionAccount[];
  furtherSessions: number;
  sessionCount: number;
}

export interface PeopleOnPage {
  total: number;
  /** Counted from 1. */
  page: number;
  pages: number;
  shown: ShownPerson[];
}

export interface ShownPerson extends CallPerson {
  /** By which their calls are found; absent for a reader who may not look for them. */
  hash: string | undefined;
}

export interface CallToRead {
  row: CallRow;
  /** The hash of whom the reader came for. */
  who: string | undefined;
  /** Whether that person alone may be named. */
  isLimited: boolean;
  /** Of people, counted from 1. */
  page: number;
}

export interface CallAsRead {
  call: ReadCall;
  /** Whether the only person who may be named was there, or organized the call; true where everybody may be. */
  isOfPerson: boolean;
  /** What rows of the call reports are matched by; `undefined` where there can be none. Never to be shown. */
  callLogKeys: string[] | undefined;
}

const maxFindings = 60;
const maxFeedback = 20;

/** Throws IntegrityError or ShapeError when the record is damaged, missing, or not a call record. */
export async function gatherCallPage(
  archive: Pick<CallArchive, 'open'>,
  { row, who, isLimited, page }: CallToRead,
): Promise<CallAsRead> {
  const lens = isLimited && who !== undefined ? makePersonLens(who, row.tenantId) : undefined;
  const people = makePeoplePage({
    page,
    isWanted: lens ? ({ key }) => lens.isWantedKey(key) : wantedBy(who),
  });
  const account = await showCall(archive, row, { sessions: people.takes, ...(lens && { lens }) });
  const shown = people.choose(account.people);
  const isByPhone = people.hasPhoneLine() || account.people.some(({ key }) => key.startsWith('phone:'));
  return {
    call: {
      ...clipTexts(describe(account)),
      ...(lens ? { organizerHash: undefined, meetingHash: undefined } : hashesOf(account)),
      people: {
        total: account.people.length,
        page,
        pages: Math.max(1, Math.ceil(account.people.length / peopleOnPage)),
        shown: shown.map((person) => ({ ...person, hash: lens ? undefined : hashFindKey(person.key) })),
      },
      furtherSessions: people.furtherSessions(),
    },
    isOfPerson: lens?.hasWanted() ?? true,
    callLogKeys: isByPhone ? (lens?.trueKeys() ?? account.people.map(({ key }) => key)) : undefined,
  };
}

function wantedBy(who: string | undefined) {
  return ({ key, userPrincipalName }: Pick<CallPerson, 'key' | 'userPrincipalName'>): boolean =>
    who !== undefined &&
    (hashFindKey(key) === who ||
      (userPrincipalName !== undefined && hashFindKey(upnKey(userPrincipalName)) === who));
}

function describe(account: CallAccount) {
  const { quality, feedback, people: _, organizerKey: __, ...same } = account;
  return {
    ...same,
    sentence: quality.sentence,
    counts: quality.counts,
    likely: quality.likely,
    findings: quality.findings.slice(0, maxFindings),
    furtherFindings: Math.max(0, quality.findings.length - maxFindings),
    feedback: feedback.slice(0, maxFeedback),
    furtherFeedback: Math.max(0, feedback.length - maxFeedback),
  };
}

function hashesOf({ organizerKey, joinWebUrl }: CallAccount) {
  const meeting = joinWebUrl === undefined ? undefined : findMeetingKey(joinWebUrl);
  return {
    organizerHash: organizerKey === undefined ? undefined : hashFindKey(asOrganizer(organizerKey)),
    meetingHash: meeting === undefined ? undefined : hashFindKey(meeting),
  };
}
