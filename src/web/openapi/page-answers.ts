/** The JSON that pages answer, as schemas: what a program may rely on. A test holds real answers against them. */
import { z } from 'zod';
import { problemTypes } from '../problem.ts';

const text = z.string();
const count = z.int().nonnegative();
const day = z.iso.date();
/** Graph's own digits: up to seven of a second. */
const moment = z.string().describe('ISO 8601, UTC');
const hash = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('hash of a find key, as in docs/archive-format.md');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const callId = z.guid();
const version = z
  .string()
  .regex(/^[1-9]\d*$/)
  .describe('digits, which may exceed what a number holds');

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

const verdict = z.enum([
  'altered',
  'missing',
  'uncompared',
  'open',
  'complete',
  'due',
  'overdue',
  'before',
  'unsealed',
  'future',
]);

const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

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
    unreadable: count,
    next: nullable(text).describe('path of the next page'),
  }),
  person: z.strictObject({
    title: text,
    who: hash,
    subject,
    first: day,
    last: day,
    zone: text,
    calls: count,
    poor: count,
    failed: count,
    unknown: count,
    isCut: z.boolean(),
    days: z.array(z.strictObject({ date: day, calls: count, poor: count, failed: count, url: text })),
  }),
  days: z.strictObject({
    year: text,
    years: z.array(text),
    sealsFrom: nullable(day),
    days: z.array(
      z.strictObject({ date: day, verdict, calls: nullable(count), missing: nullable(count), url: text }),
    ),
  }),
  day: z.strictObject({
    date: day,
    verdict,
    words: text,
    calls: nullable(count),
    nextSealAt: nullable(moment),
    sealed: nullable(
      z.strictObject({
        sequence: count,
        sha256: nullable(sha256),
        sealedAt: moment,
        state: z.enum(['open', 'final', 'late']),
        listedAt: moment,
        manifest: z.strictObject({ path: text, sha256, entries: count, root: sha256 }),
        unreadable: nullable(text),
      }),
    ),
    comparison: nullable(
      z.strictObject({
        comparedAt: moment,
        listed: count,
        unreadable: count,
        missing: count,
        elsewhere: count,
      }),
    ),
    reason: nullable(text),
    missing: z.array(z.strictObject({ id: callId, version })),
    unexplained: count,
    changes: z.array(
      z.strictObject({ path: text, change: z.enum(['altered', 'removed', 'added']), because: text }),
    ),
    claim: text,
    notClaimed: text,
  }),
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
    versions: z.array(
      z.strictObject({
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
      }),
    ),
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
    date: day,
    who: z.array(hash),
    looks: z.array(
      z.strictObject({
        at: moment,
        reader: z.strictObject({ id: text, name: text }),
        roles: z.array(text),
        what: text,
        who: text.optional(),
        callId: text.optional(),
        ticket: text.optional(),
      }),
    ),
    hasMore: z.boolean(),
    unreadable: count,
  }),
} as const;
