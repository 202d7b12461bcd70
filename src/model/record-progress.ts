/**
 * How far a long record has come: all that another run, on any instance, needs to resume it. It travels in a queue
 * message: under 2 KB for a meeting of 10,000 people, and 20 bytes more for each further run.
 */
import { z } from 'zod';

const count = z.int().nonnegative();

/** A page inside a page: further segments of a session. What stands before it is written. */
const inside = z.object({
  /** Graph's link to it. */
  link: z.string(),
  /** Whether a segment stands before it in the array. */
  afterItem: z.boolean(),
  /** Whose segments: those of the session that is the n-th in the page around it to have further ones, from 0. */
  gap: count,
  /** Digest of the page around it. */
  page: z.string(),
});

/** The position in the document where the next page is due. */
const cursor = z.object({
  part: z.enum(['sessions', 'participants']),
  /** Graph's link to the page that is due, or was left inside; absent when that is the part's opening answer. */
  link: z.string().optional(),
  /** Whether an item stands before it in the array. */
  afterItem: z.boolean(),
  /** The part is written to its last page; only what follows it is due. */
  isWritten: z.literal(true).optional(),
  /** Present when the page was left inside. */
  inside: inside.optional(),
  /**
   * Digest of the answer that opened the part, empty when that is not read yet. When Graph answers otherwise later,
   * what was written does not fit.
   */
  opening: z.string(),
  /** What closes the document; empty until the sessions are written. */
  closing: z.string(),
});

/** What was read so far. */
const readingCounts = z.object({
  sessions: count,
  sessionPages: count,
  participants: count,
  participantPages: count,
  /** Pages of segments alone, inside other pages. */
  segmentPages: count.default(0),
  /** Graph's, of the first and of the last answers. */
  requestIds: z.array(z.string()),
});

/** The file in the making. */
const fileState = z.object({
  /** Length and CRC-32 of the document so far. */
  gzip: z.object({ sizeBytes: count, crc: count }),
  /** Saved states of the hashes, base64. */
  hashes: z.object({ sha256: z.string(), md5: z.string() }),
  /** What is staged, run by run: a name that no other run has, and how many blocks of that name. */
  staged: z.array(z.tuple([z.string(), count])),
});

export const recordProgress = z.object({
  /** The version that is being read. */
  version: z.string(),
  /** How often the record was begun. */
  starts: z.int().positive(),
  cursor,
  counts: readingCounts,
  file: fileState,
});

export type Cursor = z.infer<typeof cursor>;
/** Where in a part a page is due. */
export type Position = Pick<Cursor, 'afterItem' | 'inside'> & { link: string };
export type ReadingCounts = z.infer<typeof readingCounts>;
export type FileState = z.infer<typeof fileState>;
export type StagedBlocks = FileState['staged'];
export type RecordProgress = z.infer<typeof recordProgress>;

/** Whether the part's opening answer was read: something of it may be in the file. */
export function isOpened({ opening }: Cursor): boolean {
  return opening !== '';
}

/** All that were read. */
export function countPages({ sessionPages, participantPages, segmentPages }: ReadingCounts): number {
  return sessionPages + participantPages + segmentPages;
}
