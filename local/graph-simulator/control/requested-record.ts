/** The call that is requested over HTTP: made from a seed, or given in raw pieces. */
import { z } from 'zod';
import { makeRecord } from '../generator/make-record.ts';
import type { SimulatedRecord } from '../records/simulated-record.ts';

const digits = z.union([z.int().min(1), z.string().regex(/^\d+$/)]).transform(String);
const pieces = z.array(z.string());

export const endCallRequest = z.object({
  announce: z.boolean().optional(),
  readableAfterMs: z.number().min(0).optional(),
  seed: z.union([z.string(), z.number()]).optional(),
  kind: z.enum(['peerToPeer', 'groupCall', 'pstn']).optional(),
  sessions: z.int().min(0).optional(),
  participants: z.int().min(1).optional(),
  version: digits.optional(),
  id: z.guid().toLowerCase().optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  endedAt: z.iso.datetime({ offset: true }).optional(),
  /** A record in raw pieces, in place of all the above but the first two. */
  record: z
    .object({
      id: z.guid().toLowerCase(),
      version: digits,
      startDateTime: z.string(),
      endDateTime: z.string(),
      head: pieces,
      sessions: pieces,
      participants: pieces,
      tail: pieces,
    })
    .optional(),
});

export function makeRequestedRecord(wanted: z.infer<typeof endCallRequest>, now: Date): SimulatedRecord {
  if (wanted.record !== undefined) return wanted.record;
  const { seed = Math.random().toString(36).slice(2), startedAt, endedAt, ...rest } = wanted;
  return makeRecord(seed, {
    endedAt: endedAt === undefined ? now : new Date(endedAt),
    ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt) }),
    ...(rest.kind === undefined ? {} : { kind: rest.kind }),
    ...(rest.sessions === undefined ? {} : { sessions: rest.sessions }),
    ...(rest.participants === undefined ? {} : { participants: rest.participants }),
    ...(rest.version === undefined ? {} : { version: rest.version }),
    ...(rest.id === undefined ? {} : { id: rest.id }),
  });
}
