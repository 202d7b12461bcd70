/** Lists a window of Graph's calls page by page at Graph's pace, from the first page or a link on, until the deadline. */
import { untilAborted } from '../concurrency/until-aborted.ts';
import { followPages } from '../paging/follow-pages.ts';
import { isStaleLink } from '../paging/graph-limits.ts';
import { type ReadingLimits, readUntil, type TimeIsUp, type WaitingTools } from '../paging/read-until.ts';
import type { CallList, CallListPage, ListWindow } from '../ports/call-list.ts';

export interface ListStart {
  /** Graph's link to the page that is due; `undefined`: the first one. */
  from: string | undefined;
  /** Pages of the window that were read, in earlier runs too. */
  pagesRead(): number;
  /** Called when Graph has forgotten the link: the window is listed from its first page. */
  restart(): void;
}

/** More than a million calls a day. */
const maxPages = 20_000;

/** Gives "time-is-up" in place of the first page that there is no time for. Throws what `readUntil` throws. */
export function readList(
  list: CallList,
  window: ListWindow,
  { from, pagesRead, restart }: ListStart,
  options: ReadingLimits & WaitingTools,
): AsyncGenerator<CallListPage | TimeIsUp> {
  /** A page that has not come by the deadline is not waited for: whoever resumes asks for it again. */
  async function read(link: string | undefined): Promise<CallListPage | TimeIsUp> {
    const timeIsUp = AbortSignal.timeout(Math.max(0, options.deadline.getTime() - options.now().getTime()));
    const ask = () => (link === undefined ? list.readFirstPage(window) : list.readNextPage(link));
    try {
      return await untilAborted(readUntil(ask, { subject: 'list', ...options }), timeIsUp);
    } catch (error) {
      if (error === timeIsUp.reason) return 'time-is-up';
      throw error;
    }
  }

  async function readFrom(link: string): Promise<CallListPage | TimeIsUp> {
    try {
      return await read(link);
    } catch (error) {
      if (!isStaleLink(error)) throw error;
      restart();
      return read(undefined);
    }
  }

  return followPages((link) => (link !== undefined && link === from ? readFrom(link) : read(link)), {
    from,
    maxPages,
    pagesRead,
  });
}
