/** Call records from Graph: which requests are made, and with which preferences (graph-facts §3). */
import type { CallRecordSource, GraphPage, PageItems } from '../../ports/call-record-source.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';

const recordPath = (callId: string, options: string) => `/communications/callRecords/${callId}?${options}`;

/** Graph's largest pages. Preferences are not part of a next link: they go with every request. */
const pageSizes: Record<PageItems, number> = { sessions: 60, segments: 60, participants: 130 };

const always = 'include-unknown-enum-members';

export function makeGraphCallRecords(client: GraphClient, options: { omitNulls: boolean }): CallRecordSource {
  /** Graph allows to leave out nulls where a record is read, not where its sessions are listed. */
  const recordOnly = options.omitNulls ? ['omit-values=nulls'] : [];

  function read(target: GraphRequest['target'], items: PageItems, others: string[] = []): Promise<GraphPage> {
    const preferences = [always, `odata.maxpagesize=${pageSizes[items]}`, ...others];
    return client.request({ method: 'GET', target, headers: { prefer: preferences.join(', ') } });
  }

  return {
    readRecord: (callId) =>
      read({ path: recordPath(callId, '$expand=sessions($expand=segments)') }, 'sessions', recordOnly),
    readParticipants: (callId) =>
      read({ path: recordPath(callId, '$expand=participants_v2') }, 'participants', recordOnly),
    readHead: (callId) =>
      client.request({
        method: 'GET',
        target: { path: recordPath(callId, '$select=id,version,startDateTime') },
        headers: { prefer: always },
      }),
    readNextPage: (link, items) => read({ link }, items),
  };
}
