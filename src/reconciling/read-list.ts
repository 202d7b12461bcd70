/** Reads Graph's list page by page at its pace, until the deadline; sees to it that the links lead to an end. */
import { GraphError } from '../errors.ts';
import { askAtPace } from '../paging/ask-at-pace.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { CallList, CallListPage } from '../ports/call-list.ts';

export interface ListReadingTools {
  pacer: Pacer;
  deadline: Date;
  /** Aborted when nobody may list here any more. */
  held: AbortSignal;
  now(): Date;
  sleep(ms: number): Promise<unknown>;
}

export interface ListReading {
  /** Waits its turn as long as there is time; then throws GraphError "throttled" with the time to wait. */
  read(ask: () => Promise<CallListPage>): Promise<CallListPage>;
  follow(list: CallList, link: string): Promise<CallListPage>;
}

/** So many pages in a row may be empty: Graph may give empty pages, but not for ever. */
const mostEmptyPages = 20;

export function makeListReading({ pacer, deadline, held, now, sleep }: ListReadingTools): ListReading {
  const followed = new Set<string>();
  let emptyPages = 0;

  async function read(ask: () => Promise<CallListPage>): Promise<CallListPage> {
    for (;;) {
      held.throwIfAborted();
      if (now() > deadline) throw makeWait('the time of this run is over', 0);
      try {
        const page = await askAtPace(pacer, 'list', ask);
        emptyPages = page.calls.length + page.unreadable === 0 ? emptyPages + 1 : 0;
        return page;
      } catch (error) {
        const waitMs = error instanceof GraphError ? error.retryAfterMs : undefined;
        if (waitMs === undefined || now().getTime() + waitMs > deadline.getTime()) throw error;
        await sleep(waitMs);
      }
    }
  }

  return {
    read,
    async follow(list, link) {
      if (followed.has(link)) throw makeRefusal('a next link leads back to a page already read');
      if (emptyPages > mostEmptyPages) throw makeRefusal('page after page is empty');
      followed.add(link);
      return read(() => list.readNextPage(link));
    },
  };
}

function makeWait(why: string, retryAfterMs: number): GraphError {
  return new GraphError(`Listing calls: ${why}`, { meaning: 'throttled', retryAfterMs });
}

function makeRefusal(why: string): GraphError {
  return new GraphError(`Listing calls: ${why}`, { meaning: 'refused' });
}
