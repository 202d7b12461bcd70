/** The list of call records through Graph's HTTP interface (graph-facts §3). Versions keep their digits. */
import { type JsonNode, textAt } from '../../bytes/scan-json.ts';
import { parseGraphTime } from '../../model/graph-time.ts';
import { parseGuid } from '../../model/guid.ts';
import {
  findMember,
  findNextLink,
  parseText,
  requireArray,
  scanAnswer,
} from '../../paging/answer-members.ts';
import { openAnswer } from '../../paging/open-answer.ts';
import type { CallList, CallListPage, ListedCall, ListWindow } from '../../ports/call-list.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';

const columns = 'id,version,startDateTime,endDateTime';
/** Levels of an answer that are looked into: the page, its rows, their members. */
const levels = 3;

export function makeGraphCallList(client: GraphClient): CallList {
  async function read(target: GraphRequest['target']): Promise<CallListPage> {
    const answer = await client.request({ method: 'GET', target });
    return { ...openAnswer(answer, 'Listing calls', openPage), requestId: answer.requestId };
  }

  return {
    readFirstPage: (window) =>
      read({
        path: `/communications/callRecords?$filter=${encodeURIComponent(formatFilter(window))}&$select=${columns}`,
      }),
    readNextPage: (link) => read({ link }),
  };
}

/** Microsoft documents comparisons of startDateTime and one participant, and nothing else. */
function formatFilter({ from, to, participantId }: ListWindow): string {
  const window = `startDateTime ge ${formatSeconds(from)} and startDateTime lt ${formatSeconds(to)}`;
  if (participantId === undefined) return window;
  return `${window} and participants_v2/any(p:p/id eq '${participantId.replaceAll("'", "''")}')`;
}

function formatSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

function openPage(bytes: Uint8Array): Omit<CallListPage, 'requestId'> {
  const root = scanAnswer(bytes, levels);
  const { items: rows, start, end } = requireArray(findMember(root, 'value')?.value, 'value');
  const calls = rows.flatMap((row) => parseRow(bytes, row) ?? []);
  return {
    calls,
    unreadable: rows.length - calls.length,
    bytes,
    items: rows.length > 0 ? [bytes.subarray(start, end)] : [],
    nextLink: findNextLink(bytes, root).link,
  };
}

function parseRow(bytes: Uint8Array, row: JsonNode): ListedCall | undefined {
  const text = (name: string) => parseText(bytes, findMember(row, name)?.value);
  const versionNode = findMember(row, 'version')?.value;
  const version = versionNode ? textAt(bytes, versionNode) : '';
  const callId = parseGuid(text('id'));
  const startedAt = parseGraphTime(text('startDateTime'));
  const endedAt = parseGraphTime(text('endDateTime'));
  if (callId === undefined || startedAt === undefined || !/^[1-9]\d{0,39}$/.test(version)) return undefined;
  return {
    callId,
    version,
    startedAt: new Date(startedAt),
    endedAt: endedAt ? new Date(endedAt) : undefined,
  };
}
