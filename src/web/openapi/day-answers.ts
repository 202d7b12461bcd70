/** The JSON of the calendar and of a day, as schemas. */
import { z } from 'zod';
import { answerParts } from './answer-parts.ts';

const { callId, count, day, moment, nullable, sha256, text, version } = answerParts;

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

const calendarDay = z.strictObject({
  date: day,
  verdict,
  calls: nullable(count).describe('null for a day without a seal'),
  missing: nullable(count).describe('also null where the day was not compared with Graph'),
  url: text,
});

export const daysAnswer = z.strictObject({
  year: text,
  years: z.array(text).describe('those of which something is known, and this one'),
  sealsFrom: nullable(day).describe('the first day that seals speak for; null before the first seal'),
  days: z.array(calendarDay).describe('up to today (UTC), in order'),
});

export const dayAnswer = z.strictObject({
  date: day,
  verdict,
  words: text.describe('the verdict in words'),
  calls: nullable(count),
  nextSealAt: nullable(moment).describe('null: no more by itself'),
  sealed: nullable(
    z.strictObject({
      sequence: count,
      sha256: nullable(sha256).describe('of the bytes of the seal; null where it cannot be read'),
      sealedAt: moment,
      state: z.enum(['open', 'final', 'late']),
      listedAt: moment,
      manifest: z.strictObject({ path: text, sha256, entries: count, root: sha256 }),
      unreadable: nullable(text).describe('why the seal itself cannot be read'),
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
  ).describe('null where the day was not compared with what Graph lists'),
  reason: nullable(text).describe('why it was not compared'),
  missing: z
    .array(z.strictObject({ id: callId, version }))
    .describe('what Graph listed and the archive does not have: at most 500'),
  unexplained: count.describe(
    'files altered, removed or added without a reason, of all seals of the day so far',
  ),
  changes: z
    .array(z.strictObject({ path: text, change: z.enum(['altered', 'removed', 'added']), because: text }))
    .describe('what the newest seal says of files that are not as before: at most 500'),
  claim: text,
  notClaimed: text,
});

export type CalendarDay = z.infer<typeof calendarDay>;
