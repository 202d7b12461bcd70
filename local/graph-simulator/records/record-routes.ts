/** GET of one call record, with or without its sessions or participants, and of the collections in it. */
import { type Answer, jsonAnswer, preferences } from '../exchange.ts';
import { badRequest, graphError } from '../graph-error.ts';
import type { RouteContext } from '../route-context.ts';
import { type Collection, participantsOf, segmentsOf, sessionsOf } from './collections.ts';
import { layoutOf, renderObject } from './layout.ts';
import { contextOf } from './metadata.ts';
import {
  firstPage,
  formatSkipToken,
  type PageStart,
  parseSkipToken,
  planPage,
  type SkipToken,
} from './paging.ts';
import { memberName } from './raw-json.ts';
import { type LinkSide, renderCollection, renderExpanded } from './render.ts';
import { isParticipantsMember, type SimulatedRecord } from './simulated-record.ts';

export function getRecord(context: RouteContext): Answer {
  const expand = (context.request.query.get('$expand') ?? '').replace(/\s/g, '');
  return withRecord(context, (record) => {
    switch (expand) {
      case '':
        return plainRecord(context, record);
      case 'sessions':
        return expanded(context, record, sessionsOf(context, record, false));
      case 'sessions($expand=segments)':
        return expanded(context, record, sessionsOf(context, record, true));
      case 'participants_v2':
        return expanded(context, record, participantsOf(context, record));
      default:
        return badRequest(context.request, `Parsing OData Select and Expand failed: '${expand}'.`);
    }
  });
}

export function getSessions(context: RouteContext): Answer {
  const expand = (context.request.query.get('$expand') ?? '').replace(/\s/g, '');
  if (expand !== '' && expand !== 'segments') {
    return badRequest(context.request, `Parsing OData Select and Expand failed: '${expand}'.`);
  }
  return withRecord(context, (record, token) =>
    collection(context, record, sessionsOf(context, record, expand === 'segments'), token ?? firstPage),
  );
}

export function getParticipants(context: RouteContext): Answer {
  return withRecord(context, (record, token) =>
    collection(context, record, participantsOf(context, record), token ?? firstPage),
  );
}

export function getSegments(context: RouteContext): Answer {
  return withRecord(context, (record, token) => {
    const segments = segmentsOf(context, record, context.names[1] ?? '', token?.session);
    if (segments === undefined) return notFound(context);
    return collection(context, record, segments, token ?? firstPage);
  });
}

/** Finds the record, at the version that the page link speaks of. */
function withRecord(
  context: RouteContext,
  answer: (record: SimulatedRecord, token: SkipToken | undefined) => Answer,
): Answer {
  const { core, request } = context;
  const id = context.names[0]?.toLowerCase() ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    return badRequest(request, `The call id '${id}' is not a GUID.`);
  }
  request.log.recordId = id;
  const record = core.records.newest(id, core.settings.now().getTime());
  if (record === undefined) return notFound(context);
  request.log.recordVersion = record.version;

  const text = request.query.get('$skiptoken');
  if (text === null) return answer(record, undefined);
  const token = parseSkipToken(text);
  if (token === undefined) return badRequest(request, 'The $skiptoken is not valid.');
  if (token.version === record.version || core.settings.paging.staleLink === 'new-version') {
    return answer(record, token);
  }
  if (core.settings.paging.staleLink === 'not-found') return notFound(context);
  return graphError(request, 410, 'Gone', 'The page link is of an earlier version of the call record.');
}

/** Graph's answer for a record that is not there yet, or no longer. */
function notFound({ request }: RouteContext): Answer {
  return graphError(request, 404, 'UnknownError', '');
}

function plainRecord(context: RouteContext, record: SimulatedRecord): Answer {
  const wanted = context.request.query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const members = [...headOf(context, record), ...record.tail].filter(
    (raw) => wanted === undefined || wanted.includes(memberName(raw)),
  );
  const odata = `"@odata.context":${JSON.stringify(contextOf.record(context.apiVersion))}`;
  return respond(context, renderObject([odata, ...members], layoutOf(context.core.settings.pretty)));
}

function expanded(context: RouteContext, record: SimulatedRecord, items: Collection): Answer {
  const page = planPage(items.source.count, items.size, firstPage, items.emptyPages);
  const isParticipants = items.name === 'participants_v2';
  const rest = (raw: string) => !(isParticipants && isParticipantsMember(raw));
  return respond(
    context,
    renderExpanded({
      context: items.expandedContext,
      head: headOf(context, record).filter(rest),
      tail: record.tail.filter(rest),
      name: items.name,
      items: items.slice(page.from, page.to),
      link: linkTo(context, record, items, page.next),
      linkSide: linkSide(context, isParticipants ? 'before' : 'after'),
      layout: layoutOf(context.core.settings.pretty),
    }),
  );
}

function collection(
  context: RouteContext,
  record: SimulatedRecord,
  items: Collection,
  start: PageStart,
): Answer {
  const page = planPage(items.source.count, items.size, start, items.emptyPages);
  return respond(
    context,
    renderCollection({
      context: items.context,
      items: items.slice(page.from, page.to),
      link: linkTo(context, record, items, page.next),
      linkSide: linkSide(context, 'after'),
      layout: layoutOf(context.core.settings.pretty),
    }),
  );
}

function linkSide({ core }: RouteContext, documented: LinkSide): LinkSide {
  const placement = core.settings.paging.linkPlacement;
  return placement === 'documented' ? documented : placement;
}

function linkTo(
  { request }: RouteContext,
  record: SimulatedRecord,
  items: Collection,
  next: PageStart | undefined,
): string | undefined {
  if (request.overrides.nextLink !== undefined) return request.overrides.nextLink;
  if (next === undefined) return undefined;
  const token = formatSkipToken({ ...next, version: record.version, ...items.tokenExtra });
  return `${items.link}$skiptoken=${token}`;
}

function headOf({ request }: RouteContext, record: SimulatedRecord): readonly string[] {
  const id = request.overrides.recordId;
  if (id === undefined) return record.head;
  return record.head.map((raw) => (memberName(raw) === 'id' ? `"id":${JSON.stringify(id)}` : raw));
}

/**
 * Members after the sentinel are hidden from clients that do not ask for them.
 * https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations
 */
function respond({ request }: RouteContext, text: string): Answer {
  const known = preferences(request.headers).includes('include-unknown-enum-members');
  return jsonAnswer(
    200,
    known
      ? text
      : text.replace(/("productFamily"\s*:\s*)"azureCommunicationServices"/g, '$1"unknownFutureValue"'),
  );
}
