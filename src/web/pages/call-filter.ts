/** Which calls a list shows, as its URL says it: hashes, moments in UTC and words; nobody's name, number or address. */
import { isContinuation } from '../../model/continuation.ts';
import { isFindKeyHash } from '../../model/index-rows.ts';
import { readTimeWindow } from '../../reading/dates/time-window.ts';
import { listedBy } from '../seen/list-subject.ts';
import type { ListQuery } from '../seen/seen-lists.ts';

export const callTypes = ['groupCall', 'peerToPeer', 'unknown'] as const;

/** `wrong`: of which member of the URL or field of a form, and what to write. */
export type FilterReading = { filter: ListQuery } | { wrong: FilterFault };
export interface FilterFault {
  field: string;
  words: string;
}

/** Empty members count as absent, as a form sends them. */
export function readCallFilter(
  params: URLSearchParams,
  { now, zone }: { now: Date; zone: string },
): FilterReading {
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const named = listedBy.flatMap((kind) => {
    const hash = text(kind);
    return hash === undefined ? [] : [{ kind, hash }];
  });
  const [by, other] = named;
  if (other) return wrong(other.kind, `Only one of ${listedBy.join(', ')} can be asked for at a time.`);
  if (by && !isFindKeyHash(by.hash))
    return wrong(by.kind, `${by.kind} must be 32 hexadecimal digits: the search box makes them.`);
  const [from, to] = [text('from'), text('to')];
  const read = readTimeWindow({ ...(from && { from }), ...(to && { to }) }, { now, zone });
  if (read.outcome === 'not-a-time')
    return wrong(read.which, `“${read.text.slice(0, 40)}” is not a time. ${read.advice}`);
  if (read.outcome === 'empty') return wrong('to', 'The end must be after the beginning.');
  const type = text('type');
  if (type !== undefined && !callTypes.some((one) => one === type))
    return wrong('type', `type must be one of ${callTypes.join(', ')}.`);
  const after = text('after');
  if (after !== undefined && !isContinuation(after))
    return wrong('after', 'after must come from the link to the next page.');
  const [poor, failed] = [flagOf(text('poor')), flagOf(text('failed'))];
  if (poor === undefined) return wrong('poor', 'poor must be 1 or 0.');
  if (failed === undefined) return wrong('failed', 'failed must be 1 or 0.');
  const { zone: _, ...window } = read.window;
  return {
    filter: {
      ...(by && { by }),
      ...window,
      ...(poor && { poor }),
      ...(failed && { failed }),
      ...(type !== undefined && { type }),
      ...(after !== undefined && { after }),
    },
  };
}

/** The path of the list, with moments that mean the same to everybody. */
export function callsPath({ by, from, to, poor, failed, type, after }: ListQuery): string {
  const params = new URLSearchParams({
    ...(by && { [by.kind]: by.hash }),
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...(poor && { poor: '1' }),
    ...(failed && { failed: '1' }),
    ...(type !== undefined && { type }),
    ...(after !== undefined && { after }),
  });
  return `/calls?${params}`;
}

function flagOf(text = '0'): boolean | undefined {
  if (/^(1|true|on|yes)$/i.test(text)) return true;
  return /^(0|false|off|no)$/i.test(text) ? false : undefined;
}

function wrong(field: string, words: string): FilterReading {
  return { wrong: { field, words } };
}
