/** Graph's answers for one paged record, as the in-memory twin of Graph takes them. */
import type { MemoryAnswers } from './memory-call-records.ts';
import { callId, type PagedRecord, renderAnswers } from './record-pages.ts';

export function answersOf(record: PagedRecord): MemoryAnswers {
  const { record: first, participants, pages } = renderAnswers(record);
  return {
    origin: 'https://graph.test',
    records: { [callId]: first },
    participants: { [callId]: participants },
    pages: Object.fromEntries(pages),
  };
}
