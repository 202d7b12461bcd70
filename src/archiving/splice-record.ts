/**
 * Cuts Graph's answers so that they join into one document, every value in Graph's own bytes (design §5).
 * Each function takes the bytes of one answer and gives the pieces to copy; a gap among them says where the items of
 * further pages belong. What the index needs is gathered on the way. Nothing is read here: write-document.ts does that. The
 * rules are in docs/archive-format.md.
 */
import { type JsonMember, type JsonNode, scanNode, textAt } from '../bytes/scan-json.ts';
import { makeEscapeSearch, makeTextSearch } from '../bytes/search-bytes.ts';
import { ShapeError } from '../errors.ts';
import type { FactsGatherer } from '../facts/gather-facts.ts';
import { parseHead, type RecordHead } from '../model/record-head.ts';
import {
  type ArrayNode,
  findMember,
  findMembersLike,
  findNextLink,
  isObject,
  type ObjectNode,
  requireArray,
  scanAnswer,
} from '../paging/answer-members.ts';
import type { PageItems } from '../ports/call-record-source.ts';

/** Where the items of further pages belong. */
export interface Gap {
  items: PageItems;
  /** Graph's next link, whole. */
  link: string;
  /** Whether an item stands before it in the array, so that a comma is due. */
  afterItem: boolean;
}

export type Piece = Uint8Array | Gap;

/**
 * The answer that opens a part of the document: the record with its sessions, or its participants. Its pieces stand
 * before and after the gap for further pages of that part.
 */
export interface OpenedPart {
  head: RecordHead;
  /** How many items of the part this page holds. */
  count: number;
  before: Piece[];
  /** Where further pages belong, if there are any. */
  gap: Gap | undefined;
  after: Piece[];
  /** What closes the document after its last member; empty in the answer with the participants. */
  closing: string;
}

/** A further page: `{"value":[…],"@odata.nextLink":…}`. */
export interface OpenedPage {
  count: number;
  /** The items with the commas between them; empty when there are none. */
  pieces: Piece[];
  nextLink: string | undefined;
}

interface Edit {
  /** The bytes `[start, end)` are left out; a gap may take their place. */
  start: number;
  end: number;
  gap?: Gap;
}

/** Levels of a page that are looked into: the page and its items. */
const pageLevels = 2;

/**
 * The first answer, `GET {id}?$expand=sessions($expand=segments)`: the document but for its last member.
 * Throws ShapeError when it is not the call record `callId`, JsonScanError when it is not valid JSON.
 */
export function openRecord(bytes: Uint8Array, callId: string, gatherer: FactsGatherer): OpenedPart {
  const root = scanAnswer(bytes, pageLevels);
  const head = parseHeadOf(bytes, root, callId);
  const sessions = requireArray(findMember(root, 'sessions')?.value, 'sessions');
  gatherer.addMembers({
    organizer_v2: parseMember(bytes, root, 'organizer_v2'),
    organizer: parseMember(bytes, root, 'organizer'),
    participants: parseMember(bytes, root, 'participants'),
    joinWebUrl: parseMember(bytes, root, 'joinWebUrl'),
  });
  gatherer.addSessions(bytes, sessions.items);
  const links = findNextLink(bytes, root, 'sessions@odata.nextLink');
  const dropped = new Set(links.members);
  // The participants are read on their own; what stands here, and its link, makes way for them.
  if (findMember(root, 'participants_v2')) {
    for (const member of findMembersLike(root, 'participants_v2@odata.nextLink')) dropped.add(member);
    for (const member of root.members) if (member.name === 'participants_v2') dropped.add(member);
  }

  const edits = [...dropEdits(root, dropped), ...segmentEdits(bytes, sessions)];
  const lastKept = root.members.findLast((member) => !dropped.has(member));
  const end = lastKept?.value.end ?? root.start + 1;
  const position = { array: sessions, items: 'sessions', link: links.link } as const;
  const closing = Buffer.from(bytes.subarray(root.members.at(-1)?.value.end ?? end)).toString('utf8');
  return { head, count: sessions.items.length, closing, ...cutAround(bytes, 0, end, edits, position) };
}

/**
 * The second answer, `GET {id}?$expand=participants_v2`: the member `participants_v2`, or no pieces where the answer
 * has none. Throws like `openRecord`.
 */
export function openParticipants(bytes: Uint8Array, callId: string, gatherer: FactsGatherer): OpenedPart {
  const root = scanAnswer(bytes, pageLevels);
  const head = parseHeadOf(bytes, root, callId);
  const member = findMember(root, 'participants_v2');
  const nothing = { head, count: 0, before: [], gap: undefined, after: [], closing: '' };
  if (!member) return nothing;
  if (textAt(bytes, member.value) === 'null') {
    return { ...nothing, before: [bytes.subarray(member.start, member.value.end)] };
  }
  const array = requireArray(member.value, 'participants_v2');
  gatherer.addParticipants(bytes.subarray(array.start, array.end));
  const { link } = findNextLink(bytes, root, 'participants_v2@odata.nextLink');
  const position = { array, items: 'participants', link } as const;
  return {
    ...nothing,
    count: array.items.length,
    ...cutAround(bytes, member.start, array.end, [], position),
  };
}

/** The record's head alone. Throws like `openRecord`. */
export function openHead(bytes: Uint8Array, callId: string): RecordHead {
  return parseHeadOf(bytes, scanAnswer(bytes, 1), callId);
}

/** Throws ShapeError when the answer is not a page of items, JsonScanError when it is not valid JSON. */
export function openPage(bytes: Uint8Array, items: PageItems, gatherer: FactsGatherer): OpenedPage {
  const root = scanAnswer(bytes, pageLevels);
  const array = requireArray(findMember(root, 'value')?.value, 'value');
  if (items === 'participants') gatherer.addParticipants(bytes.subarray(array.start, array.end));
  else gatherer.addSessions(bytes, array.items);
  const { link: nextLink } = findNextLink(bytes, root);
  const [first, last] = [array.items.at(0), array.items.at(-1)];
  if (!first || !last) return { count: 0, pieces: [], nextLink };
  const edits = items === 'sessions' ? segmentEdits(bytes, array) : [];
  return { count: array.items.length, pieces: cut(bytes, first.start, last.end, edits), nextLink };
}

function parseHeadOf(bytes: Uint8Array, root: ObjectNode, callId: string): RecordHead {
  const head = parseHead((name) => {
    const member = findMember(root, name);
    return member && textAt(bytes, member.value);
  });
  if (head.callId !== callId) throw new ShapeError('Opening a call record: its id is not the one asked for');
  return head;
}

function parseMember(bytes: Uint8Array, root: ObjectNode, name: string): unknown {
  const member = findMember(root, name);
  return member && JSON.parse(textAt(bytes, member.value));
}

/** Segments may be paged inside a session: their link goes, and the further segments go where it was. */
function segmentEdits(bytes: Uint8Array, sessions: ArrayNode): Edit[] {
  if (!mayHaveLink(bytes, sessions)) return [];
  return sessions.items.flatMap(({ start }) => {
    const session = scanNode(bytes, start, 1);
    if (!isObject(session)) return [];
    const { link, members } = findNextLink(bytes, session, 'segments@odata.nextLink');
    if (link === undefined) return [];
    const segments = findMember(session, 'segments')?.value;
    if (!segments || bytes[segments.start] !== 0x5b)
      throw new ShapeError('Opening a session: its segments are not an array');
    const at = endOfItems(bytes, segments);
    const gap = makeGap(bytes, segments, 'segments', link);
    return [...dropEdits(session, new Set(members)), { start: at, end: at, gap }];
  });
}

const linkName = '@odata.nextlink"';
const hasLinkName = makeTextSearch(linkName, '@');
const hasEscapeOfIt = makeEscapeSearch(linkName);

/** Whether a next link may be in there. A tree of every session, to look for it, would cost more than all the rest. */
function mayHaveLink(bytes: Uint8Array, { start, end }: JsonNode): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return hasLinkName(text) || hasEscapeOfIt(text);
}

/** Leaves members out, each with the one comma that it no longer needs. */
function dropEdits({ members }: ObjectNode, dropped: ReadonlySet<JsonMember>): Edit[] {
  const lastKept = members.findLastIndex((member) => !dropped.has(member));
  return members.flatMap((member, i) => {
    if (!dropped.has(member)) return [];
    const next = members[i + 1];
    if (i < lastKept && next) return [{ start: member.start, end: next.start }];
    return [{ start: members[i - 1]?.value.end ?? member.start, end: member.value.end }];
  });
}

/** Right after the array's last item, before any white space that follows it. */
function endOfItems(bytes: Uint8Array, array: JsonNode): number {
  let at = array.end - 1;
  while (isSpace(bytes[at - 1])) at -= 1;
  return at;
}

function makeGap(bytes: Uint8Array, array: JsonNode, items: PageItems, link: string): Gap {
  return { items, link, afterItem: endOfItems(bytes, array) > array.start + 1 };
}

/** The pieces of `bytes[start, end)` before and after the gap for further items of an array in it. */
function cutAround(
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: Edit[],
  { array, items, link }: { array: JsonNode; items: PageItems; link: string | undefined },
): Pick<OpenedPart, 'before' | 'gap' | 'after'> {
  const at = endOfItems(bytes, array);
  const before = cut(
    bytes,
    start,
    at,
    edits.filter((edit) => edit.start < at),
  );
  const after = cut(
    bytes,
    at,
    end,
    edits.filter((edit) => edit.start >= at),
  );
  return { before, gap: link === undefined ? undefined : makeGap(bytes, array, items, link), after };
}

/** The pieces of `bytes[start, end)` after the edits, of which those beyond `end` do not count. */
function cut(bytes: Uint8Array, start: number, end: number, edits: Edit[]): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  for (const edit of edits.filter((e) => e.start < end).sort((a, b) => a.start - b.start)) {
    if (edit.start > at) pieces.push(bytes.subarray(at, edit.start));
    if (edit.gap) pieces.push(edit.gap);
    at = edit.end;
  }
  if (end > at) pieces.push(bytes.subarray(at, end));
  return pieces;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
