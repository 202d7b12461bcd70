/** Opens a page of a report: its rows in Graph's own bytes, each with its day and with what tells it from the others. */
import { hash } from 'node:crypto';
import { onOneLine } from '../bytes/one-line.ts';
import {
  findMembers,
  type JsonNode,
  JsonScanError,
  readString,
  scanJson,
  textAt,
} from '../bytes/scan-json.ts';
import { GraphError, type GraphErrorDetails } from '../errors.ts';
import { type CallReport, callReports, type ReportName } from '../model/call-report.ts';
import { parseGraphTime } from '../model/graph-time.ts';
import type { GraphPage } from '../ports/call-record-source.ts';

export interface ReportRow {
  /** On one line. A view of the page, which lives as long as its rows do. */
  bytes: Uint8Array;
  /** Lower-case hex. */
  sha256: string;
  /** Two rows of the same key are the same row. */
  key: string;
  /** UTC date; `undefined` where the row has no time, or belongs to the whole period. */
  day: string | undefined;
}

export interface ReportPage {
  rowCount: number;
  /** The rows one by one: all at once they would be several times the page. */
  rows(): Iterable<ReportRow>;
  nextLink: string | undefined;
}

const openBrace = 0x7b;
/** Graph's word for a time that there is not. */
const noTime = '0001-01-01';

/** Throws GraphError: `unavailable` when the answer breaks off, `refused` with its body when it is no page of rows. */
export function openReportPage(page: GraphPage, report: ReportName): ReportPage {
  const root = scanPage(page);
  const items = root.members?.findLast(({ name }) => name === 'value')?.value.items;
  if (!items?.every(({ start }) => page.bytes[start] === openBrace))
    throw describeFlaw(page, 'it is no list of rows');
  return {
    rowCount: items.length,
    *rows() {
      const known = callReports[report];
      const names = [...known.keyMembers, ...known.timeMembers];
      for (const item of items) yield openRow(page.bytes, item, known, names);
    },
    nextLink: readNextLink(page, root),
  };
}

function openRow(
  page: Uint8Array,
  { start, end }: JsonNode,
  { keyMembers, timeMembers }: CallReport,
  names: readonly string[],
): ReportRow {
  const bytes = onOneLine(page.subarray(start, end));
  const sha256 = hash('sha256', bytes);
  const members = findMembers(bytes, 0, names);
  const key = readKey(bytes, members, keyMembers) ?? sha256;
  return { bytes, sha256, key, day: readDay(bytes, members, timeMembers) };
}

/** The values of all key members; `undefined` where there are none, or one is empty. */
function readKey(
  bytes: Uint8Array,
  members: Map<string, JsonNode>,
  keyMembers: readonly string[],
): string | undefined {
  let key: string | undefined;
  for (const name of keyMembers) {
    const node = members.get(name);
    const value = node ? textAt(bytes, node) : 'null';
    if (value === 'null' || value === '""') return undefined;
    key = key === undefined ? value : `${key},${value}`;
  }
  return key;
}

function readDay(
  bytes: Uint8Array,
  members: Map<string, JsonNode>,
  timeMembers: readonly string[],
): string | undefined {
  for (const name of timeMembers) {
    const time = parseGraphTime(readText(bytes, members.get(name)));
    if (time && !time.startsWith(noTime)) return time.slice(0, 10);
  }
  return undefined;
}

function scanPage(page: GraphPage): JsonNode {
  try {
    return scanJson(page.bytes, 2);
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    if (error.flaw === 'malformed') throw describeFlaw(page, 'it is no JSON text');
    throw makeError(page, 'it breaks off', { meaning: 'unavailable' });
  }
}

/** A null is no link. */
function readNextLink({ bytes }: GraphPage, root: JsonNode): string | undefined {
  const link = root.members?.findLast(({ name }) => name.toLowerCase() === '@odata.nextlink')?.value;
  return readText(bytes, link);
}

function readText(bytes: Uint8Array, node: JsonNode | undefined): string | undefined {
  return node && bytes[node.start] === 0x22 ? readString(bytes, node) : undefined;
}

function describeFlaw(page: GraphPage, flaw: string): GraphError {
  return makeError(page, flaw, { meaning: 'refused', body: page.bytes });
}

function makeError({ requestId }: GraphPage, flaw: string, details: GraphErrorDetails): GraphError {
  const known = { ...details, status: 200, ...(requestId && { requestId }) };
  return new GraphError(`Reading a call report: Graph answered, but ${flaw}`, known);
}
