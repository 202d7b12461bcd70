/**
 * In-memory twin of Graph's list of calls. The calls are data; faults too: the entries of `plan` are played first, one
 * a request, `ok` standing for the proper page.
 */
import { GraphError } from '../../src/errors.ts';
import type { CallList, CallListPage, ListedCall, ListWindow } from '../../src/ports/call-list.ts';

export type MemoryListedCall = ListedCall & { participantIds?: string[] };

export type MemoryCallList = CallList & {
  calls: MemoryListedCall[];
  /** Rows that nobody can read, added to every first page. */
  unreadable: number;
  plan: (GraphError | 'ok')[];
  /** Every window that was begun. */
  windows: ListWindow[];
  /** Every link that was followed. */
  links: string[];
};

const origin = 'https://graph.test';

export function makeListPage(calls: ListedCall[], nextLink?: string, unreadable = 0): CallListPage {
  const bytes = Buffer.from(JSON.stringify(calls));
  const items = calls.length + unreadable > 0 ? [bytes] : [];
  return { calls, unreadable, bytes, requestId: 'request-1', items, nextLink };
}

export function makeMemoryCallList(calls: MemoryListedCall[] = [], pageSize = 60): MemoryCallList {
  const asked: ListWindow[] = [];

  function readPage(number: number, at: number): CallListPage {
    const fault = list.plan.shift();
    if (fault instanceof GraphError) throw fault;
    const window = asked[number];
    if (!window) throw new GraphError('Asking Graph: it answered 410', { meaning: 'refused', status: 410 });
    const found = list.calls.filter(
      ({ startedAt, participantIds }) =>
        startedAt >= window.from &&
        startedAt < window.to &&
        (window.participantId === undefined || participantIds?.includes(window.participantId)),
    );
    const page = found.slice(at, at + pageSize).map(({ participantIds: _, ...call }) => call);
    const next = at + pageSize;
    const nextLink = next < found.length ? `${origin}/list/${number}/${next}` : undefined;
    return makeListPage(page, nextLink, at === 0 ? list.unreadable : 0);
  }

  const list: MemoryCallList = {
    calls,
    unreadable: 0,
    plan: [],
    windows: asked,
    links: [],
    async readFirstPage(window) {
      asked.push(window);
      return readPage(asked.length - 1, 0);
    },
    async readNextPage(link) {
      const [, number, at] = /^https:\/\/graph\.test\/list\/(\d+)\/(\d+)$/.exec(link) ?? [];
      if (number === undefined)
        throw new GraphError('Following a next link: it leads elsewhere', { meaning: 'refused' });
      list.links.push(link);
      return readPage(Number(number), Number(at));
    },
  };
  return list;
}
