/**
 * The paged collections inside a call record: where their items come from, how many make a page, and how
 * their next links begin.
 */
import { preferences } from '../exchange.ts';
import type { RouteContext } from '../route-context.ts';
import { contextOf } from './metadata.ts';
import { formatSkipToken, pageSize } from './paging.ts';
import { rawMembers, withoutMember } from './raw-json.ts';
import { segmentTexts, withSegmentPage } from './segment-paging.ts';
import { type ItemSource, itemSource, type SimulatedRecord, sliceItems } from './simulated-record.ts';

export interface Collection {
  readonly name: string;
  readonly source: ItemSource;
  readonly size: number;
  readonly emptyPages: readonly number[];
  /** The items of a page, as served. */
  slice(from: number, to: number): string[];
  readonly context: string;
  readonly expandedContext: string;
  /** The next link up to `$skiptoken=`. */
  readonly link: string;
  readonly tokenExtra: { readonly session?: number };
}

export function sessionsOf(
  context: RouteContext,
  record: SimulatedRecord,
  withSegments: boolean,
): Collection {
  const { apiVersion, core, request } = context;
  const source = itemSource(record.sessions);
  const name = (index: number) => serveSession(context, record, source.at(index), index, withSegments);
  return {
    name: 'sessions',
    source,
    size: pageSize(core.settings.paging.sessions, preferences(request.headers)),
    emptyPages: core.settings.paging.emptySessionPages,
    slice: (from, to) => sliceItems({ count: source.count, at: name }, from, to),
    context: withSegments
      ? contextOf.sessionsWithSegments(apiVersion, record.id)
      : contextOf.sessions(apiVersion, record.id),
    expandedContext: withSegments
      ? contextOf.recordWithSessions(apiVersion)
      : contextOf.recordWithBareSessions(apiVersion),
    link: `${recordLink(context, record)}/sessions?${withSegments ? '$expand=segments&' : ''}`,
    tokenExtra: {},
  };
}

export function participantsOf(context: RouteContext, record: SimulatedRecord): Collection {
  const { apiVersion, core, request } = context;
  const source = itemSource(record.participants);
  return {
    name: 'participants_v2',
    source,
    size: pageSize(core.settings.paging.participants, preferences(request.headers)),
    emptyPages: core.settings.paging.emptyParticipantPages,
    slice: (from, to) => sliceItems(source, from, to),
    context: contextOf.participants(apiVersion, record.id),
    expandedContext: contextOf.recordWithParticipants(apiVersion),
    link: `${recordLink(context, record)}/participants_v2?`,
    tokenExtra: {},
  };
}

/** Session ids may repeat in a record, so a page link knows the session by its position. */
export function segmentsOf(
  context: RouteContext,
  record: SimulatedRecord,
  sessionId: string,
  position: number | undefined,
): Collection | undefined {
  const sessions = itemSource(record.sessions);
  const index = position ?? findSession(sessions, sessionId);
  if (index === undefined || index >= sessions.count) return undefined;
  const source = itemSource(segmentTexts(sessions.at(index)));
  const text = contextOf.segments(context.apiVersion, record.id, sessionId);
  return {
    name: 'segments',
    source,
    size: pageSize(context.core.settings.paging.segments, preferences(context.request.headers)),
    emptyPages: [],
    slice: (from, to) => sliceItems(source, from, to),
    context: text,
    expandedContext: text,
    link: segmentsLink(context, record, sessionId),
    tokenExtra: { session: index },
  };
}

function serveSession(
  context: RouteContext,
  record: SimulatedRecord,
  session: string,
  index: number,
  withSegments: boolean,
): string {
  if (!withSegments) return withoutMember(session, 'segments');
  const size = context.core.settings.paging.segments;
  if (!Number.isFinite(size)) return session;
  const token = formatSkipToken({ from: size, page: 1, version: record.version, session: index });
  return withSegmentPage(
    session,
    size,
    `${segmentsLink(context, record, sessionIdOf(session))}$skiptoken=${token}`,
  );
}

function findSession(sessions: ItemSource, sessionId: string): number | undefined {
  for (let index = 0; index < sessions.count; index += 1) {
    if (sessionIdOf(sessions.at(index)).toLowerCase() === sessionId.toLowerCase()) return index;
  }
  return undefined;
}

function sessionIdOf(session: string): string {
  const id = rawMembers(session).find((member) => member.name === 'id');
  return id === undefined ? '' : String(JSON.parse(session.slice(id.valueStart, id.end)));
}

function recordLink({ core, apiVersion }: RouteContext, record: SimulatedRecord): string {
  return `${core.origin}/${apiVersion}/communications/callRecords('${record.id}')`;
}

function segmentsLink(context: RouteContext, record: SimulatedRecord, sessionId: string): string {
  return `${recordLink(context, record)}/sessions('${sessionId}')/segments?`;
}
