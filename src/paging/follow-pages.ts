/**
 * Follows Graph's next links and makes sure that they come to an end: no link twice, no page twice in a row, no endless
 * empty pages, no more pages than there can be. That a link stays on Graph's origin is for the Graph client to check.
 */
import { endlessPagesCode, GraphError, type GraphErrorDetails } from '../errors.ts';
import type { GraphBody } from './open-answer.ts';

/** What is looked at of a page. The whole answer is evidence, should it be refused. */
export interface LinkedPage extends GraphBody {
  /** Its items in Graph's own bytes; none when the page is empty. What is not bytes equals nothing. */
  items: readonly unknown[];
  /** Graph's link to the next page, whole. */
  nextLink: string | undefined;
}

export interface PageGuard {
  /** Remembers the answer that the next link stands on, where that is not a page. */
  begin(answer: GraphBody): void;
  /** Reads the page behind a link. A link that is not followed at all is refused together with the answer it stood on. */
  follow<Answer>(link: string, read: (link: string) => Promise<Answer>): Promise<Answer>;
  /** To be called with each page before anything of it is used. */
  pass(page: LinkedPage): void;
}

export interface GuardOptions {
  maxPages?: number;
  /** How many pages were read, in earlier runs too; otherwise those of this guard count. */
  pagesRead?(): number;
}

/** Graph may give empty pages, but only this many in a row. */
const maxEmptyPages = 20;
/** Far more than any call has (120,000 sessions), or any report of a day. */
const defaultMaxPages = 2000;

/** Its functions throw GraphError "refused". For whoever reads ahead, or lists inside lists; others use `followPages`. */
export function makePageGuard({
  maxPages = defaultMaxPages,
  pagesRead = () => 0,
}: GuardOptions = {}): PageGuard {
  const followed = new Set<string>();
  let last: GraphBody | undefined;
  let lastItems: readonly unknown[] = [];
  let emptyPages = 0;
  let awaitedLink: string | undefined;

  function refusedError(message: string, details: Partial<GraphErrorDetails>): GraphError {
    const { bytes: body, requestId } = last ?? {};
    return new GraphError(message, {
      meaning: 'refused',
      ...(body && { body }),
      ...(requestId && { requestId }),
      ...details,
    });
  }

  function endlessError(what: string): GraphError {
    return refusedError(`Following a next link: ${what}`, { graphCode: endlessPagesCode });
  }

  return {
    begin(answer) {
      last = answer;
    },
    async follow(link, read) {
      if (followed.has(link)) throw endlessError('it leads back to a page already read');
      if (Math.max(pagesRead(), followed.size) >= maxPages)
        throw endlessError('there are more pages than there can be');
      followed.add(link);
      if (link !== awaitedLink) {
        // Another list of pages begins: what came before does not count for it.
        emptyPages = 0;
        lastItems = [];
      }
      try {
        return await read(link);
      } catch (error) {
        const isSent = !(error instanceof GraphError) || error.status !== undefined;
        if (isSent || error.meaning !== 'refused') throw error;
        throw refusedError(error.message, { cause: error });
      }
    },
    pass(page) {
      const { items, nextLink } = page;
      awaitedLink = nextLink;
      last = page;
      emptyPages = items.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > maxEmptyPages) throw endlessError('page after page is empty');
      if (items.length > 0 && areSame(items, lastItems))
        throw endlessError('it brings the previous page again');
      lastItems = items;
    },
  };
}

/**
 * Gives page after page, from the first or from a link on. When `read` gives a text in place of a page, there are no more:
 * it comes last. Throws what `read` throws, and GraphError "refused" for pages that come to no end.
 */
export async function* followPages<Answer extends LinkedPage | string>(
  read: (link: string | undefined) => Promise<Answer>,
  { from, ...options }: GuardOptions & { from?: string | undefined } = {},
): AsyncGenerator<Answer, void, void> {
  const guard = makePageGuard(options);
  let link = from;
  do {
    const page: Answer = await (link === undefined ? read(link) : guard.follow(link, read));
    if (typeof page !== 'string') guard.pass(page);
    yield page;
    link = typeof page === 'string' ? undefined : page.nextLink;
  } while (link !== undefined);
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return (
    some.length === others.length &&
    some.every((item, i) => {
      const other = others[i];
      return item instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(item, other) === 0;
    })
  );
}
