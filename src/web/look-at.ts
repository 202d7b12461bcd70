/** One look of a reader who may open the page: noted in the access log while it is read, shown only when it is noted. */
import type { AccessEntry } from '../model/access-entry.ts';
import { parseGuid } from '../model/guid.ts';
import { isFindKeyHash } from '../model/index-rows.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { Answer, Look, LookSubject, Page } from './page.ts';
import { refuse } from './page.ts';
import { makeProblem } from './problem.ts';

export interface LookTools {
  /** Throws when the entry may not be kept. */
  noteLook(entry: AccessEntry): Promise<void>;
  note: NoteEvent;
}

/** Errors of the reading pass through, once the look is noted. */
export async function lookAt(
  page: Page,
  look: Look,
  roles: readonly string[],
  { noteLook, note }: LookTools,
): Promise<Answer<unknown>> {
  const subject = page.subject(look);
  if (!subject) return page.read(look);
  const [noted, read] = await Promise.allSettled([noteLook(entryOf(subject, look, roles)), page.read(look)]);
  if (noted.status === 'rejected') {
    note('web.access-log-failed', { code: codeOf(noted.reason) });
    return refuse(notNoted);
  }
  if (read.status === 'rejected') throw read.reason;
  return read.value;
}

const notNoted = makeProblem('look-not-noted', 'Nothing is shown that is not written down first.', {
  advice: 'Try again in a minute.',
  retryAfterSeconds: 30,
});

/** Anything can be typed into an address: what is neither a hash nor an id could be a name, and no name goes into the log. */
function entryOf({ what, who, callId }: LookSubject, look: Look, roles: readonly string[]): AccessEntry {
  const { now: at, reader, ticket } = look;
  const hash = who !== undefined && isFindKeyHash(who) ? who : undefined;
  const id = callId === undefined ? undefined : parseGuid(callId);
  return { at, reader, roles, what, who: hash, callId: id, ticket };
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
