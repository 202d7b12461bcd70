/** Lists a window of Graph's calls page by page at Graph's pace, from the first page or a link on, until the deadline. */
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
  const read = (link: string | undefined) =>
    readUntil(() => (link === undefined ? list.readFirstPage(window) : list.readNextPage(link)), {
      subject: 'list',
      ...options,
    });

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
