/** Opens a page of a report: its rows in Graph's own bytes, each with its day and with what tells it from the others. */
import { hash } from 'node:crypto';
import { onOneLine } from '../bytes/one-line.ts';
import { findMembers, type JsonNode, textAt } from '../bytes/scan-json.ts';
import { ShapeError } from '../errors.ts';
import { type CallReport, callReports, type ReportName } from '../model/call-report.ts';
import { parseGraphTime } from '../model/graph-time.ts';
import { findMember, findNextLink, parseText, requireArray, scanAnswer } from '../paging/answer-members.ts';
import type { LinkedPage } from '../paging/follow-pages.ts';
import { openAnswer } from '../paging/open-answer.ts';
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

export interface ReportPage extends LinkedPage {
  /** The rows one by one: all at once they would be several times the page. */
  rows(): Iterable<ReportRow>;
}

const openBrace = 0x7b;
/** How Graph writes that there is no time. */
const noTime = '0001-01-01';

/** Throws GraphError: `unavailable` when the answer breaks off, `refused` with its body when it is not a page of rows. */
export function openReportPage(page: GraphPage, report: ReportName): ReportPage {
  return openAnswer(page, 'Reading a call report', (bytes) => {
    const root = scanAnswer(bytes, 2);
    const { items, start, end } = requireArray(findMember(root, 'value')?.value, 'value');
    if (!items.every((item) => bytes[item.start] === openBrace))
      throw new ShapeError('Opening a page of a call report: a row is not an object');
    return {
      bytes,
      requestId: page.requestId,
      items: items.length > 0 ? [bytes.subarray(start, end)] : [],
      nextLink: findNextLink(bytes, root).link,
      *rows() {
        const known = callReports[report];
        const names = [...known.keyMembers, ...known.timeMembers];
        for (const item of items) yield openRow(bytes, item, known, names);
      },
    };
  });
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
  const key = parseKey(bytes, members, keyMembers) ?? sha256;
  return { bytes, sha256, key, day: parseDay(bytes, members, timeMembers) };
}

/** The values of all key members; `undefined` where there are none, or one is empty. */
function parseKey(
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

function parseDay(
  bytes: Uint8Array,
  members: Map<string, JsonNode>,
  timeMembers: readonly string[],
): string | undefined {
  for (const name of timeMembers) {
    const time = parseGraphTime(parseText(bytes, members.get(name)));
    if (time && !time.startsWith(noTime)) return time.slice(0, 10);
  }
  return undefined;
}
