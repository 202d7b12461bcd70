/**
 * One reading of one call record: asks Graph at its pace, opens what it answers and keeps count. An answer that breaks
 * off is like a cut connection; one that is no call record is refused, with its body.
 */

import { JsonScanError } from '../bytes/scan-json.ts';
import { GraphError, ShapeError } from '../errors.ts';
import { makeFactsGatherer, type RecordFacts } from '../model/record-facts.ts';
import { countPages, type ReadingCounts } from '../model/record-progress.ts';
import { askAtPace } from '../paging/ask-at-pace.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { CallRecordSource, GraphPage, PageItems } from '../ports/call-record-source.ts';
import {
  type OpenedPage,
  type OpenedPart,
  openPage,
  openParticipants,
  openRecord,
  type Piece,
} from './splice-record.ts';

/** What was written does not fit what Graph gives now: the record is to be begun anew. */
export class StaleRecord extends Error {
  override readonly name = 'StaleRecord';
}

export interface RecordReading {
  counts(): ReadingCounts;
  /** What this reading has seen so far of who took part. */
  facts(): RecordFacts;
  /** Takes back what was counted since these: an answer was read again. */
  countFrom(counts: ReadingCounts): void;
  readRecord(): Promise<OpenedPart>;
  readParticipants(): Promise<OpenedPart>;
  readPage(link: string, items: PageItems): Promise<ReadPage>;
  /** Gives the memory of the opening answers back. To be called when they are copied. */
  free(): void;
}

export interface ReadPage extends OpenedPage {
  /** Gives the page's memory back. To be called when it is copied and the page after it was read. */
  free(): void;
}

export interface ReadingTools {
  graph: CallRecordSource;
  pacer: Pacer;
}

/** Graph's request ids that are kept, of the first answers and of the last. */
const keptRequestIds = 3;
/** What Graph answers to a link that it accepts no longer. */
const staleLinkStatuses = new Set([400, 404, 410]);
/** So many pages in a row may be empty: Graph may give such pages, but not for ever. */
const mostEmptyPages = 20;
/** Far more than any call has (120,000 sessions): a record with more pages is a trap. */
const mostPages = 2000;

/** Starts reading a record, or goes on from counts. Its functions throw GraphError. */
export function makeRecordReading(
  tools: ReadingTools,
  callId: string,
  before?: ReadingCounts,
): RecordReading {
  let counts: ReadingCounts = before
    ? copyCounts(before)
    : {
        sessions: 0,
        sessionPages: 0,
        participants: 0,
        participantPages: 0,
        segmentPages: 0,
        requestIds: [],
      };
  const gatherer = makeFactsGatherer();
  const openings: GraphPage[] = [];
  const guard = makePageGuard(() => countPages(counts));

  function count(page: GraphPage, items: PageItems, { count: found }: { count: number }): void {
    if (items === 'sessions') {
      counts.sessions += found;
      counts.sessionPages += 1;
    } else if (items === 'participants') {
      counts.participants += found;
      counts.participantPages += 1;
    } else {
      counts.segmentPages += 1;
    }
    if (page.requestId) counts.requestIds.push(page.requestId);
    if (counts.requestIds.length > 2 * keptRequestIds) counts.requestIds.splice(keptRequestIds, 1);
  }

  async function read<Opened extends { count: number }>(
    items: PageItems,
    ask: () => Promise<GraphPage>,
    open: (bytes: Uint8Array) => Opened,
  ): Promise<{ page: GraphPage; opened: Opened }> {
    const page = await askAtPace(tools.pacer, callId, ask);
    const opened = openAnswer(page, open);
    count(page, items, opened);
    return { page, opened };
  }

  return {
    counts: () => copyCounts(counts),
    facts: gatherer.facts,
    countFrom(earlier) {
      counts = copyCounts(earlier);
    },
    async readRecord() {
      const { page, opened } = await read(
        'sessions',
        () => tools.graph.readRecord(callId),
        (bytes) => openRecord(bytes, callId, gatherer),
      );
      guard.passAnswer(page.bytes);
      openings.push(page);
      return opened;
    },
    async readParticipants() {
      const ask = () => tools.graph.readParticipants(callId);
      const { page, opened } = await read('participants', ask, (bytes) =>
        openParticipants(bytes, callId, gatherer),
      );
      guard.passAnswer(page.bytes);
      openings.push(page);
      return opened;
    },
    async readPage(link, items) {
      guard.passLink(link);
      const ask = () => tools.graph.readNextPage(link, items).catch(guard.throwLinkFault);
      const { page, opened } = await read(items, ask, (bytes) => openPage(bytes, items, gatherer));
      guard.passPage(page.bytes, opened);
      return { ...opened, free: page.free };
    },
    free() {
      for (const page of openings.splice(0)) page.free();
    },
  };
}

function copyCounts(counts: ReadingCounts): ReadingCounts {
  return { ...counts, requestIds: [...counts.requestIds] };
}

/** Sees to it that reading ends: Graph's links may not lead in a circle, nor on and on. */
function makePageGuard(pagesRead: () => number) {
  const followed = new Set<string>();
  let lastBytes: Uint8Array | undefined;
  let lastPieces: Piece[] = [];
  let emptyPages = 0;
  let awaitedLink: string | undefined;

  function refuse(what: string): never {
    throw new GraphError(`Following a next link: ${what}`, {
      meaning: 'refused',
      ...(lastBytes && { body: lastBytes }),
    });
  }

  return {
    passAnswer(bytes: Uint8Array) {
      lastBytes = bytes;
    },
    passLink(link: string) {
      if (followed.has(link)) refuse('it leads back to a page already read');
      if (Math.max(pagesRead(), followed.size) >= mostPages) refuse('there are more pages than any call has');
      followed.add(link);
      if (link === awaitedLink) return;
      // Another list of pages begins: what came before does not count for it.
      emptyPages = 0;
      lastPieces = [];
    },
    passPage(bytes: Uint8Array, { pieces, nextLink }: OpenedPage) {
      awaitedLink = nextLink;
      lastBytes = bytes;
      emptyPages = pieces.length === 0 ? emptyPages + 1 : 0;
      if (emptyPages > mostEmptyPages) refuse('page after page is empty');
      if (pieces.length > 0 && samePieces(pieces, lastPieces))
        refuse('it brings the page before it once more');
      lastPieces = pieces;
    },
    /** A link that is not followed at all is refused together with the page that it stood on. */
    throwLinkFault(error: unknown): never {
      if (!(error instanceof GraphError)) throw error;
      if (staleLinkStatuses.has(error.status ?? 0))
        throw new StaleRecord('Graph accepts a next link no longer');
      if (error.meaning !== 'refused' || error.status !== undefined) throw error;
      throw new GraphError(error.message, {
        meaning: 'refused',
        cause: error,
        ...(lastBytes && { body: lastBytes }),
      });
    },
  };
}

function samePieces(some: Piece[], others: Piece[]): boolean {
  return (
    some.length === others.length &&
    some.every((piece, i) => {
      const other = others[i];
      return piece instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(piece, other) === 0;
    })
  );
}

function openAnswer<Opened>(page: GraphPage, open: (bytes: Uint8Array) => Opened): Opened {
  try {
    return open(page.bytes);
  } catch (error) {
    const known = { status: 200, cause: error, ...(page.requestId && { requestId: page.requestId }) };
    if (error instanceof JsonScanError && error.flaw === 'truncated') {
      throw new GraphError('Reading a call record: the answer breaks off', {
        ...known,
        meaning: 'unavailable',
      });
    }
    if (error instanceof JsonScanError) {
      const message = 'Reading a call record: the answer is no JSON text';
      throw new GraphError(message, { ...known, meaning: 'refused', body: page.bytes });
    }
    if (error instanceof ShapeError) {
      throw new GraphError(error.message, { ...known, meaning: 'refused', body: page.bytes });
    }
    throw error;
  }
}
