/** A line of the access log: who looked at what. Its form and its place are fixed: docs/archive-format.md. */
import { z } from 'zod';

export interface AccessEntry {
  at: Date;
  /** Object id and user principal name of the one who looked. */
  reader: { id: string; name: string };
  /** The reader's app roles at that time. */
  roles: readonly string[];
  /** In words: `calls of a person`, `call`, `raw record`. */
  what: string;
  /** The hash of the find key of the one who was looked at; no name stands in the log. */
  who?: string | undefined;
  callId?: string | undefined;
  ticket?: string | undefined;
}

const root = 'access/v1/';

/** All of a UTC day (`YYYY-MM-DD`) begins so. */
export function accessDayPrefix(day: string): string {
  return `${root}date=${day}/`;
}

/** `part`: 1, and more where one blob does not hold what an instance notes in an hour. */
export function accessPath(at: Date, instance: string, part: number): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  const suffix = part === 1 ? '' : `.${part}`;
  return `${accessDayPrefix(day)}${time.slice(0, 2)}-${instance}${suffix}.ndjson`;
}

export function formatAccessEntry({ at, ...entry }: AccessEntry): string {
  return `${JSON.stringify({ schema: 1, at: at.toISOString(), ...entry })}\n`;
}

/** `undefined` for what is no line of the log. */
export function parseAccessEntry(line: string): AccessEntry | undefined {
  try {
    return entryForm.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const entryForm = z
  .object({
    schema: z.literal(1).transform(() => undefined),
    at: z.iso.datetime().transform((text) => new Date(text)),
    reader: z.object({ id: z.string(), name: z.string() }),
    roles: z.array(z.string()),
    what: z.string(),
    who: z.string().optional(),
    callId: z.string().optional(),
    ticket: z.string().optional(),
  })
  .transform(({ schema: _, ...entry }) => entry);
