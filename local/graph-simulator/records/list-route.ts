/**
 * GET /communications/callRecords: rows without sessions and participants, in an order that is not that of
 * time, because Microsoft states none.
 */
import { createHash } from 'node:crypto';
import { type Answer, jsonAnswer, preferences } from '../exchange.ts';
import { badRequest } from '../graph-error.ts';
import type { RouteContext } from '../route-context.ts';
import { layoutOf } from './layout.ts';
import { parseListFilter } from './list-filter.ts';
import { contextOf } from './metadata.ts';
import { pageSize } from './paging.ts';
import { memberName } from './raw-json.ts';
import { retentionMs } from './record-store.ts';
import { renderCollection } from './render.ts';
import type { SimulatedRecord } from './simulated-record.ts';

const columns = new Set([
  'id',
  'version',
  'type',
  'modalities',
  'lastModifiedDateTime',
  'startDateTime',
  'endDateTime',
  'organizer_v2',
]);

/** Options that the page of List does not name; the strict reading is that they are refused. */
const refusedOptions = ['$orderby', '$top', '$skip', '$expand', '$search', '$count'];

export function listRecords({ request, core, apiVersion }: RouteContext): Answer {
  const refused = refusedOptions.find((name) => request.query.has(name));
  if (refused !== undefined) return badRequest(request, `Query option '${refused}' is not allowed.`);

  const filterText = request.query.get('$filter') ?? '';
  const filter = parseListFilter(filterText);
  if (filter === undefined) return badRequest(request, `Invalid filter clause: '${filterText}'.`);
  const now = core.settings.now().getTime();
  if (core.settings.refuseOldList && filter.fromMs !== undefined && filter.fromMs < now - retentionMs) {
    return badRequest(request, 'The startDateTime cannot be older than 30 days.');
  }

  const after = request.query.get('$skiptoken') ?? '';
  const rows = core.records
    .listNewest(now)
    .filter(filter.test)
    .map((record) => ({ record, position: positionOf(record, core.settings.seed) }))
    .filter(({ position }) => position > after)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const page = rows.slice(0, pageSize(core.settings.paging.records, preferences(request.headers)));
  const last = page.at(-1)?.position;

  const wanted = request.query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const query = [
    ...(filterText === '' ? [] : [`$filter=${encodeURIComponent(filterText)}`]),
    ...(wanted === undefined ? [] : [`$select=${wanted.join(',')}`]),
  ];
  const link = `${core.origin}/${apiVersion}/communications/callRecords?${[...query, `$skiptoken=${last}`].join('&')}`;
  return jsonAnswer(
    200,
    renderCollection({
      context: contextOf.records(apiVersion),
      items: page.map(({ record }) => rowOf(record, wanted)),
      link: request.overrides.nextLink ?? (page.length < rows.length ? link : undefined),
      linkSide: core.settings.paging.linkPlacement === 'before' ? 'before' : 'after',
      layout: layoutOf(core.settings.pretty),
    }),
  );
}

/** A position in a shuffled order that stays the same while records come and go between two pages. */
function positionOf(record: SimulatedRecord, seed: number): string {
  return createHash('sha256').update(`${seed} ${record.id}`).digest('hex');
}

function rowOf(record: SimulatedRecord, wanted: readonly string[] | undefined): string {
  const members = record.head.filter((raw) => {
    const name = memberName(raw);
    return columns.has(name) && (wanted === undefined || wanted.includes(name));
  });
  return `{${members.join(',')}}`;
}
