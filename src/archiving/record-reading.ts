/**
 * One reading of one call record: asks Graph, opens what it answers and keeps count. An answer that breaks off is like
 * a cut connection; one that is no call record is refused, with its body.
 */
import { GraphError, ShapeError } from '../errors.ts';
import type { CallRecordSource, GraphPage, PageItems } from '../ports/call-record-source.ts';
import { JsonScanError } from './scan-json.ts';
import {
  type OpenedPage,
  type OpenedParticipants,
  type OpenedRecord,
  openPage,
  openParticipants,
  openRecord,
} from './splice-record.ts';

/** What was read so far. */
export interface ReadingCounts {
  sessions: number;
  sessionPages: number;
  participants: number;
  participantPages: number;
  /** Graph's, in the order of the answers. */
  requestIds: string[];
}

export interface RecordReading {
  counts: Readonly<ReadingCounts>;
  readRecord(): Promise<OpenedRecord>;
  readParticipants(): Promise<OpenedParticipants>;
  readPage(link: string, items: PageItems): Promise<OpenedPage>;
}

/** Starts reading a record. Its functions throw GraphError. */
export function makeRecordReading(graph: CallRecordSource, callId: string): RecordReading {
  const counts = {
    sessions: 0,
    sessionPages: 0,
    participants: 0,
    participantPages: 0,
    requestIds: [] as string[],
  };
  const followed = new Set<string>();
  let lastPage: Uint8Array | undefined;

  function take<Opened extends { count: number }>(
    page: GraphPage,
    items: PageItems,
    open: (bytes: Uint8Array) => Opened,
  ): Opened {
    lastPage = page.bytes;
    const opened = openAnswer(page, open);
    if (page.requestId) counts.requestIds.push(page.requestId);
    if (items === 'sessions') {
      counts.sessions += opened.count;
      counts.sessionPages += 1;
    } else if (items === 'participants') {
      counts.participants += opened.count;
      counts.participantPages += 1;
    }
    return opened;
  }

  return {
    counts,
    readRecord: async () =>
      take(await graph.readRecord(callId), 'sessions', (bytes) => openRecord(bytes, callId)),
    readParticipants: async () =>
      take(await graph.readParticipants(callId), 'participants', (bytes) => openParticipants(bytes, callId)),
    readPage: async (link, items) =>
      take(await follow(link, items), items, (bytes) => openPage(bytes, items)),
  };

  /** A link that is not followed is refused together with the page that it stood on. */
  async function follow(link: string, items: PageItems): Promise<GraphPage> {
    try {
      if (followed.has(link))
        throw new GraphError('Following a next link: it leads back', { meaning: 'refused' });
      followed.add(link);
      return await graph.readNextPage(link, items);
    } catch (error) {
      if (!(error instanceof GraphError) || error.meaning !== 'refused' || error.body || !lastPage)
        throw error;
      throw new GraphError(error.message, { meaning: 'refused', cause: error, body: lastPage });
    }
  }
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
      throw new GraphError('Reading a call record: the answer is no JSON text', {
        ...known,
        meaning: 'refused',
        body: page.bytes,
      });
    }
    if (error instanceof ShapeError) {
      throw new GraphError(error.message, { ...known, meaning: 'refused', body: page.bytes });
    }
    throw error;
  }
}
