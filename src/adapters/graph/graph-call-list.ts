/** The list of call records through Graph's HTTP interface (graph-facts §3). Versions keep their digits. */

import { type JsonNode, JsonScanError, readString, scanJson, textAt } from '../../bytes/scan-json.ts';
import { GraphError, type GraphMeaning } from '../../errors.ts';
import { parseGraphTime } from '../../model/graph-time.ts';
import { parseGuid } from '../../model/guid.ts';
import type { CallList, CallListPage, ListedCall, ListWindow } from '../../ports/call-list.ts';
import type { GraphAnswer, GraphClient, GraphRequest } from './graph-client.ts';

const columns = 'id,version,startDateTime,endDateTime';
/** Levels of an answer that are looked into: the page, its rows, their members. */
const levels = 3;

export function makeGraphCallList(client: GraphClient): CallList {
  async function read(target: GraphRequest['target']): Promise<CallListPage> {
    return parsePage(await client.request({ method: 'GET', target }));
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

function parsePage(answer: GraphAnswer): CallListPage {
  const root = scanAnswer(answer);
  const rows = findMember(root, 'value')?.items;
  if (!rows) throw describeFlaw(answer, 'refused', 'it is no list of calls');
  const calls = rows.flatMap((row) => parseRow(answer.bytes, row) ?? []);
  return { calls, unreadable: rows.length - calls.length, nextLink: readNextLink(answer, root) };
}

function scanAnswer(answer: GraphAnswer): JsonNode {
  try {
    return scanJson(answer.bytes, levels);
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    const breaksOff = error.flaw === 'truncated';
    throw describeFlaw(
      answer,
      breaksOff ? 'unavailable' : 'refused',
      breaksOff ? 'it breaks off' : 'it is no JSON text',
    );
  }
}

function parseRow(bytes: Uint8Array, row: JsonNode): ListedCall | undefined {
  const text = (name: string) => readText(bytes, findMember(row, name));
  const versionNode = findMember(row, 'version');
  const version = versionNode ? textAt(bytes, versionNode) : '';
  const callId = parseGuid(text('id'));
  const startedAt = parseGraphTime(text('startDateTime'));
  const endedAt = parseGraphTime(text('endDateTime'));
  if (callId === undefined || startedAt === undefined || !/^[1-9]\d*$/.test(version)) return undefined;
  return {
    callId,
    version,
    startedAt: new Date(startedAt),
    endedAt: endedAt ? new Date(endedAt) : undefined,
  };
}

/** A null is no link. */
function readNextLink({ bytes }: GraphAnswer, root: JsonNode): string | undefined {
  const node = root.members?.findLast(({ name }) => name.toLowerCase() === '@odata.nextlink')?.value;
  return readText(bytes, node);
}

/** The last member of that name, which is the one that readers of JSON see. */
function findMember(node: JsonNode, name: string): JsonNode | undefined {
  return node.members?.findLast((member) => member.name === name)?.value;
}

function readText(bytes: Uint8Array, node: JsonNode | undefined): string | undefined {
  return node && bytes[node.start] === 0x22 ? readString(bytes, node) : undefined;
}

function describeFlaw(
  { status, requestId, bytes }: GraphAnswer,
  meaning: GraphMeaning,
  flaw: string,
): GraphError {
  return new GraphError(`Listing calls: Graph answered, but ${flaw}`, {
    meaning,
    status,
    ...(requestId && { requestId }),
    ...(meaning === 'refused' && { body: bytes }),
  });
}
