/** Validates the lines of a local index, which is as untrusted as the folder that it comes with. */
import { dirname } from 'node:path/posix';
import { z } from 'zod';
import { IntegrityError } from '../../errors.ts';
import { isPathOf } from '../../model/archive-path.ts';
import type { CallRow } from '../../model/call-row.ts';
import type { Person } from '../../model/person.ts';
import type { Problem } from '../../ports/call-archive.ts';

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const optionalText = z.string().optional();
const rowForm = z.object({
  tenantId: z.string(),
  callId: z.string(),
  version: z.string().regex(/^[1-9]\d*$/),
  callDay: z.string(),
  blob: z.string(),
  startedAt: time,
  endedAt: optionalText,
  type: optionalText,
  modalities: z.array(z.string()),
  sessions: z.number(),
  participants: z.number(),
  sizeBytes: z.number(),
  sha256: z.string(),
  fetchedAt: z.string(),
  reason: z.string(),
  organizer: optionalText,
  people: z.number(),
  failed: z.boolean(),
  foundBy: optionalText,
  failedSessions: z.number().optional(),
  classifiedStreams: z.number().optional(),
  poorStreams: z.number().optional(),
  ownClassifiedStreams: z.number().optional(),
  ownPoorStreams: z.number().optional(),
});
const problemsForm = z.array(
  z.object({
    kind: z.enum(['damaged', 'missing', 'disagrees', 'unindexed', 'foreign', 'unreadable']),
    where: z.string(),
    why: z.string(),
  }),
);

const peopleForm = z.array(
  z.object({ key: z.string(), name: z.string(), upn: optionalText, kind: z.string() }),
);

/** Somebody who took part on the day of the index. */
export type IndexedPerson = Omit<Person, 'lastSeen'>;

/** Throws IntegrityError unless the row is of this day and its path exactly its call's: others could lead anywhere. */
export function parseRowOf(dayName: string, value: unknown): CallRow {
  const { data } = rowForm.safeParse(value);
  if (data && isPathOf(data.blob, data) && dirname(data.blob) === dayName) return value as CallRow;
  throw new IntegrityError(`Reading the local index: a row is not one of ${dayName}`);
}

/** Throws IntegrityError if they have another form. */
export function parseProblems(value: unknown): Problem[] {
  const { data } = problemsForm.safeParse(value);
  if (data) return data;
  throw new IntegrityError('Reading the local index: its problems have another form');
}

/** Likewise. */
export function parsePeople(value: unknown): IndexedPerson[] {
  const { data } = peopleForm.safeParse(value);
  if (data) return data.map(({ key, name, upn, kind }) => ({ key, name, upn, kind }));
  throw new IntegrityError('Reading the local index: its people have another form');
}
