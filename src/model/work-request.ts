/**
 * The messages of the queue `archive-work`: work that can wait and is much. Their form is private to this app, as that
 * of the other queue's (archive-request.ts).
 */
import { z } from 'zod';
import { parseQueueMessage, readQueueMessage } from './queue-message.ts';
import { removalReasons } from './removal-reasons.ts';

const sealRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('seal'),
  cause: z.enum(['schedule', 'operator']),
  /** The days that an operator asks for, both included; else those that are due. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Why files of these days are gone. */
  because: z.enum(removalReasons).optional(),
  /** Present when a run is resumed: the first day that it has not dealt with. */
  next: z.iso.date().optional(),
});

const tablesRequest = z.object({
  schema: z.literal(1),
  kind: z.literal('tables'),
  day: z.iso.date(),
  /** Of the seal that names the manifest. */
  sequence: z.int().min(1),
  manifest: z.object({
    path: z.string().max(1024),
    sha256: z.string(),
    entries: z.int().min(0),
    root: z.string(),
  }),
  /** The part of the day that is to be made; absent: how the day is cut has still to be decided. */
  part: z.union([z.int().min(0).max(272), z.literal('reports')]).optional(),
});

const workRequest = z.discriminatedUnion('kind', [sealRequest, tablesRequest]);

export type SealRequest = z.infer<typeof sealRequest>;
export type TablesRequest = z.infer<typeof tablesRequest>;
export type WorkRequest = z.infer<typeof workRequest>;

/** Throws ShapeError for a foreign one. */
export function parseWorkRequest(message: unknown): WorkRequest {
  return parseQueueMessage(readQueueMessage(message), workRequest);
}
