/** One reading of one call record: asks Graph at its pace, opens the answers, follows the pages and keeps count. */
import { makeFactsGatherer } from '../facts/gather-facts.ts';
import type { RecordFacts } from '../model/record-facts.ts';
import { countPages, type ReadingCounts } from '../model/record-progress.ts';
import { askAtPace } from '../paging/ask-at-pace.ts';
import { makePageGuard } from '../paging/follow-pages.ts';
import { isStaleLink } from '../paging/graph-limits.ts';
import { keepRequestId } from '../paging/kept-request-ids.ts';
import { openAnswer } from '../paging/open-answer.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { CallRecordSource, GraphPage, PageItems } from '../ports/call-record-source.ts';
import {
  type OpenedPage,
  type OpenedPart,
  openHead,
  openPage,
  openParticipants,
  openRecord,
} from './splice-record.ts';

/** What was written does not fit what Graph gives now: the record must be started over. */
export class StaleRecord extends Error {
  override readonly name = 'StaleRecord';
}

export interface RecordReading {
  counts(): ReadingCounts;
  /** What this reading has seen so far of who took part. */
  facts(): RecordFacts;
  /** Returns to earlier counts: an answer was read again. */
  countFrom(counts: ReadingCounts): void;
  readRecord(): Promise<OpenedPart>;
  readParticipants(): Promise<OpenedPart>;
  readPage(link: string, items: PageItems): Promise<RecordPage>;
  /** The version that Graph has now. */
  readVersion(): Promise<string>;
  /** Gives the memory of the opening answers back. Call it once they are copied. */
  free(): void;
}

export interface RecordPage extends OpenedPage {
  /** Gives the page's memory back. Call it once the page is copied and the next one is read. */
  free(): void;
}

export interface RecordReadingTools {
  graph: CallRecordSource;
  pacer: Pacer;
}

const doing = 'Reading a call record';

/** Starts reading a record, or resumes from counts. Its functions throw GraphError. */
export function makeRecordReading(
  tools: RecordReadingTools,
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
  const guard = makePageGuard({ pagesRead: () => countPages(counts) });

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
    keepRequestId(counts.requestIds, page.requestId);
  }

  async function read<Opened extends { count: number }>(
    items: PageItems,
    ask: () => Promise<GraphPage>,
    open: (bytes: Uint8Array) => Opened,
  ): Promise<{ page: GraphPage; opened: Opened }> {
    const page = await askAtPace(tools.pacer, callId, ask);
    const opened = openAnswer(page, doing, open);
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
      guard.begin(page);
      openings.push(page);
      return opened;
    },
    async readParticipants() {
      const ask = () => tools.graph.readParticipants(callId);
      const { page, opened } = await read('participants', ask, (bytes) =>
        openParticipants(bytes, callId, gatherer),
      );
      guard.begin(page);
      openings.push(page);
      return opened;
    },
    async readPage(link, items) {
      const ask = () => tools.graph.readNextPage(link, items).catch(throwLinkFault);
      const open = (bytes: Uint8Array) => openPage(bytes, items, gatherer);
      const { page, opened } = await guard.follow(link, () => read(items, ask, open));
      guard.pass({ ...page, items: opened.pieces, nextLink: opened.nextLink });
      return { ...opened, free: page.free };
    },
    async readVersion() {
      const page = await askAtPace(tools.pacer, callId, () => tools.graph.readHead(callId));
      return openAnswer(page, doing, (bytes) => openHead(bytes, callId)).version;
    },
    free() {
      for (const page of openings.splice(0)) page.free();
    },
  };
}

function copyCounts(counts: ReadingCounts): ReadingCounts {
  return { ...counts, requestIds: [...counts.requestIds] };
}

function throwLinkFault(error: unknown): never {
  throw isStaleLink(error) ? new StaleRecord('Graph no longer accepts a next link') : error;
}
