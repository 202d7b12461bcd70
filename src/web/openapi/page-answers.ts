/** The JSON that pages answer, as schemas: what a program may rely on, and what a page is made of. A test holds real answers against them. */
import { z } from 'zod';
import { problemTypes } from '../problem.ts';
import { answerParts } from './answer-parts.ts';
import { dayAnswer, daysAnswer } from './day-answers.ts';

const { callId, count, day, hash, moment, nullable, sha256, text, version } = answerParts;

export const problemSchema = z.strictObject({
  type: z.enum(problemTypes).describe('title and status are the same for all problems of a type'),
  title: text,
  status: z.int(),
  detail: text.describe('why, in a sentence'),
  advice: text.optional().describe('what to do about it'),
});

const subject = z
  .strictObject({ name: text.optional(), upn: text.optional(), number: text.optional(), id: text.optional() })
  .describe('whose calls they are, as far as the calls say it; of a meeting, its organizer');

const listedCall = z.strictObject({
  startedAt: moment,
  endedAt: moment.optional(),
  callId,
  version,
  type: text.optional().describe("Graph's word: groupCall, peerToPeer"),
  modalities: z.array(text),
  organizer: text.optional(),
  people: count,
  failed: z.boolean(),
  failedSessions: count.optional(),
  poorStreams: count.optional().describe('absent: an earlier version of the archive indexed the call'),
  classifiedStreams: count.optional(),
  ownPoorStreams: count.optional().describe('of the person in `who`'),
  ownClassifiedStreams: count.optional(),
  sessions: count,
  participants: count,
  sizeBytes: count,
  sha256,
  blob: text,
  callDay: day,
  tenantId: text,
});

const person = z.strictObject({
  name: text,
  upn: text.optional(),
  kind: text,
  lastSeen: day,
  url: text.describe('path of their calls'),
});

const archivedVersion = z.strictObject({
  version,
  startedAt: moment,
  endedAt: moment.optional(),
  fetchedAt: text,
  reason: text,
  people: count,
  sessions: count,
  sizeBytes: count,
  sha256,
  blob: text,
});

export const answers = {
  search: z.strictObject({ pages: z.array(text).describe('what can be asked, as paths') }),
  searched: z.union([
    z.strictObject({ url: text.describe('path of a list or a call') }),
    z
      .strictObject({ candidates: z.array(person), more: count, isCut: z.boolean() })
      .describe('several people have the name'),
  ]),
  calls: z.strictObject({
    title: text.describe('the filter in words'),
    count: text.describe('how many of how many, in words'),
    filter: z.strictObject({
      who: nullable(hash),
      organizer: nullable(hash),
      meeting: nullable(hash),
      from: nullable(moment),
      to: nullable(moment).describe('excluded'),
      poor: z.boolean(),
      failed: z.boolean(),
      type: nullable(text),
      after: nullable(text),
    }),
    subject,
    calls: z.array(listedCall),
    looked: count.describe('calls that were looked at, with those that the filter leaves out'),
    unknown: count.describe('calls left out because the index does not say how good they were'),
    unreadable: count.describe('rows of the index that cannot be read'),
    next: nullable(text).describe('path of the next page'),
  }),
  person: z.strictObject({
    title: text,
    who: hash,
    subject,
    first: day.describe('in the zone'),
    last: day,
    zone: text.describe('by its IANA name'),
    calls: count,
    poor: count.describe('calls in which streams of their own were poor'),
    failed: count,
    unknown: count.describe('calls of which the index does not say how good they were'),
    isCut: z.boolean().describe('whether there are calls before the 5,000 that were counted'),
    days: z
      .array(
        z.strictObject({
          date: day,
          calls: count,
          poor: count,
          failed: count,
          unknown: count,
          url: text.describe('path of the calls of the day'),
        }),
      )
      .describe('every day of them, in order'),
  }),
  days: daysAnswer,
  day: dayAnswer,
  /** Members that are figures of streams and sessions follow Graph, and are not named one by one. */
  call: z.looseObject({
    callId,
    version,
    sentence: text.describe('the answer first: what was bad for whom, and the likely cause'),
    counts: z.looseObject({ poor: count, good: count, unclassified: count }),
    findings: z.array(z.looseObject({ text })),
    startedAt: moment,
    endedAt: moment.optional(),
    durationMs: z.number().optional(),
    type: text.optional(),
    modalities: z.array(text),
    organizer: text.optional(),
    organizerHash: hash.optional(),
    meetingHash: hash.optional(),
    people: z.looseObject({
      total: count,
      page: count,
      pages: count,
      shown: z.array(z.looseObject({ who: text })),
    }),
    sessions: z.array(z.looseObject({})),
    sessionCount: count,
    trust: z.looseObject({ archivedAt: text, versions: z.array(version), sha256, day }),
    timeline: z.looseObject({}),
    ticket: text.describe('plain text for a ticket'),
  }),
  versions: z.strictObject({
    callId,
    versions: z.array(archivedVersion).describe('ascending'),
  }),
  diff: z.strictObject({
    callId,
    from: version,
    to: version,
    changes: z.array(text),
    furtherChanges: count,
    withSessions: z.boolean(),
  }),
  access: z.strictObject({
    date: day.describe('UTC'),
    who: z.array(hash).describe('the hashes that were asked for; none for all looks'),
    looks: z.array(
      z.strictObject({
        at: moment,
        reader: z.strictObject({ id: text, name: text }),
        roles: z.array(text).readonly(),
        what: text,
        who: text.optional(),
        callId: text.optional(),
        ticket: text.optional(),
      }),
    ),
    hasMore: z.boolean().describe('whether the day has more; they are in the container call-access'),
    unreadable: count.describe('lines of the log that cannot be read'),
  }),
} as const;

type Answers = { [Name in keyof typeof answers]: z.infer<(typeof answers)[Name]> };

export type CallsData = Answers['calls'];
export type PersonData = Answers['person'];
export type DaysData = Answers['days'];
export type DayData = Answers['day'];
export type VersionsData = Answers['versions'];
export type ArchivedVersion = z.infer<typeof archivedVersion>;
export type AccessData = Answers['access'];
export type SearchData = Answers['search'] | Answers['searched'];
