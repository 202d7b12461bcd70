/**
 * Pages the segments inside one session's raw text (not documented by Microsoft, but OData allows it: an
 * expanded collection may be partial, with `segments@odata.nextLink` beside it).
 */
import { type RawItem, type RawMember, rawItems, rawMembers } from './raw-json.ts';

export interface SegmentsInSession {
  readonly member: RawMember;
  readonly items: readonly RawItem[];
  /** White space before the key that follows the segments, or before their own key when they are last. */
  readonly space: string;
}

export function findSegments(session: string): SegmentsInSession | undefined {
  const members = rawMembers(session);
  const index = members.findIndex((member) => member.name === 'segments');
  const member = members[index];
  if (member === undefined || session[member.valueStart] !== '[') return undefined;
  const neighbour = members[index + 1] ?? member;
  const space = /\s*$/.exec(session.slice(0, neighbour.start))?.[0] ?? '';
  return { member, items: rawItems(session, member.valueStart), space };
}

/** The session with its first `size` segments and the link to the others. */
export function withSegmentPage(session: string, size: number, link: string): string {
  const segments = findSegments(session);
  const last = segments?.items[size - 1];
  const end = segments?.items.at(-1)?.end;
  if (segments === undefined || last === undefined || end === undefined) return session;
  if (segments.items.length <= size) return session;
  return [
    session.slice(0, last.end),
    session.slice(end, segments.member.end),
    `,${segments.space}"segments@odata.nextLink":${JSON.stringify(link)}`,
    session.slice(segments.member.end),
  ].join('');
}

export function segmentTexts(session: string): string[] {
  return findSegments(session)?.items.map((item) => session.slice(item.start, item.end)) ?? [];
}
