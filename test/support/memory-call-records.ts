/**
 * In-memory twin of Graph's call records. Pages are data that a test hands over; faults too: the entries of `plan`
 * are played first, one a read, `ok` standing for the proper page.
 */
import { GraphError, type GraphErrorDetails, type GraphMeaning } from '../../src/errors.ts';
import type { CallRecordSource, GraphPage, PageItems } from '../../src/ports/call-record-source.ts';

/** A body, or what Graph refuses with. */
export type MemoryPage = string | Uint8Array | GraphError;
export type PlannedAnswer = MemoryPage | 'ok';

export interface MemoryAnswers {
  /** First page of sessions, by call id. What is absent here is answered with 404. */
  records?: Record<string, MemoryPage>;
  /** First page of participants, by call id. */
  participants?: Record<string, MemoryPage>;
  /** The record's head alone, by call id; where absent, that of the record. */
  heads?: Record<string, MemoryPage>;
  /** Further pages, by link. */
  pages?: Record<string, MemoryPage>;
  /** By call id (reads of the record and of its participants alike), by `head of` and call id, or by link. */
  plan?: Record<string, PlannedAnswer[]>;
  /** Links to anywhere else are refused. */
  origin?: string;
}

export type MemoryRead =
  | { read: 'record' | 'participants' | 'head'; callId: string }
  | { read: 'page'; link: string; items: PageItems };

export type MemoryCallRecords = CallRecordSource & {
  /** Everything that was asked of Graph, in order. */
  reads: MemoryRead[];
  /** May be changed while the test runs. */
  answers: MemoryAnswers;
};

export const ok = 'ok';

/** What the real source throws, for a plan. */
export function graphFault(
  meaning: GraphMeaning,
  details: Omit<GraphErrorDetails, 'meaning'> = {},
): GraphError {
  return new GraphError(`Asking Graph: it answered ${details.status ?? 'nothing'}`, { meaning, ...details });
}

export function throttle(seconds: number): GraphError {
  return graphFault('throttled', { status: 429, retryAfterMs: seconds * 1000 });
}

/** A page that is overwritten once it is given back: whoever reads it later is found out. */
export function makePage(bytes: Uint8Array, requestId?: string): GraphPage {
  return { bytes, requestId, free: () => void bytes.fill(0) };
}

export function makeMemoryCallRecords(answers: MemoryAnswers): MemoryCallRecords {
  const reads: MemoryRead[] = [];
  const played = new Map<string, number>();
  const origin = () => answers.origin ?? 'https://graph.microsoft.com';

  function answer(key: string, pages: Record<string, MemoryPage> | undefined): GraphPage {
    const turn = played.get(key) ?? 0;
    played.set(key, turn + 1);
    const planned = answers.plan?.[key]?.[turn];
    const page = planned === undefined || planned === ok ? pages?.[key] : planned;
    if (page === undefined) throw graphFault('not-found', { status: 404, graphCode: 'UnknownError' });
    if (page instanceof GraphError) throw page;
    return makePage(Buffer.from(page), `request-${reads.length}`);
  }

  return {
    reads,
    answers,
    async readRecord(callId) {
      reads.push({ read: 'record', callId });
      return answer(callId, answers.records);
    },
    async readParticipants(callId) {
      reads.push({ read: 'participants', callId });
      return answer(callId, answers.participants);
    },
    async readHead(callId) {
      reads.push({ read: 'head', callId });
      const key = `head of ${callId}`;
      const page = answers.heads?.[callId] ?? answers.records?.[callId];
      return answer(key, page === undefined ? {} : { [key]: page });
    },
    async readNextPage(link, items) {
      if (!isOn(origin(), link)) {
        throw new GraphError('Following a next link: it leads elsewhere', { meaning: 'refused' });
      }
      reads.push({ read: 'page', link, items });
      return answer(link, answers.pages);
    },
  };
}

function isOn(origin: string, link: string): boolean {
  const url = URL.parse(link);
  return url?.origin === origin && url.username === '' && url.password === '' && !link.includes('#');
}
