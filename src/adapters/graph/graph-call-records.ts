/** Call records from Graph: which requests are made, and with which preferences (graph-facts §3). */
import type { CallRecordSource, GraphPage, PageItems } from '../../ports/call-record-source.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';

/** Graph's largest pages. Preferences are not part of a next link: they go with every request. */
const pageSizes: Record<PageItems, number> = { sessions: 60, segments: 60, participants: 130 };

export function makeGraphCallRecords(client: GraphClient, options: { omitNulls: boolean }): CallRecordSource {
  /** Graph allows to leave out nulls where a record is read, not where its sessions are listed. */
  const recordOnly = options.omitNulls ? ['omit-values=nulls'] : [];

  function read(target: GraphRequest['target'], items: PageItems, others: string[] = []): Promise<GraphPage> {
    const preferences = ['include-unknown-enum-members', `odata.maxpagesize=${pageSizes[items]}`, ...others];
    return client.request({ method: 'GET', target, headers: { prefer: preferences.join(', ') } });
  }

  return {
    readRecord: (callId) =>
      read(
        { path: `/communications/callRecords/${callId}?$expand=sessions($expand=segments)` },
        'sessions',
        recordOnly,
      ),
    readParticipants: (callId) =>
      read(
        { path: `/communications/callRecords/${callId}?$expand=participants_v2` },
        'participants',
        recordOnly,
      ),
    readNextPage: (link, items) => read({ link }, items),
  };
}
