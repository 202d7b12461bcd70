/**
 * What must lie in the archive for a record: its pages put together by the rule of the archive format, from
 * the raw pieces and not from what was served. Nothing of it is shared with the renderer of answers but the
 * white space of the layout.
 *
 * The rule: items of a further page follow the last item after a `,` (none when the array was empty), without
 * the white space at the page's ends; a followed link goes from its key up to the next key, or from the end of
 * the member before when it is last; the participants member follows the last member after a `,`.
 */
import { type Layout, layoutOf } from './layout.ts';
import { contextOf } from './metadata.ts';
import { memberName } from './raw-json.ts';
import { findSegments } from './segment-paging.ts';
import { type ItemSource, itemSource, type SimulatedRecord } from './simulated-record.ts';

/** How the record is read; what is not said is Graph's usual. */
export interface DocumentOptions {
  readonly apiVersion?: 'v1.0' | 'beta';
  readonly pretty?: boolean;
  /** Items a page, as asked with `Prefer: odata.maxpagesize` or by the simulator's setting. */
  readonly sessions?: number;
  readonly participants?: number;
  readonly segments?: number;
  readonly emptySessionPages?: readonly number[];
  readonly emptyParticipantPages?: readonly number[];
}

export function expectedDocument(record: SimulatedRecord, options: DocumentOptions = {}): Buffer {
  return Buffer.concat([...expectedParts(record, options)].map((part) => Buffer.from(part)));
}

/** The same in parts, for records that are too large to hold. */
export function* expectedParts(record: SimulatedRecord, options: DocumentOptions = {}): Generator<string> {
  const layout = layoutOf(options.pretty ?? false);
  const context = contextOf.recordWithSessions(options.apiVersion ?? 'v1.0');
  const keep = (raw: string) => memberName(raw) !== 'participants_v2';
  yield `${layout.open}"@odata.context"${layout.colon}${JSON.stringify(context)}`;
  for (const raw of record.head.filter(keep)) yield layout.separator + raw;
  yield `${layout.separator}"sessions"${layout.colon}`;
  yield* arrayParts(
    itemSource(record.sessions),
    { size: options.sessions ?? 60, empty: options.emptySessionPages ?? [] },
    layout,
    (session) => wholeSession(session, options.segments ?? Number.POSITIVE_INFINITY, layout),
  );
  for (const raw of record.tail.filter(keep)) yield layout.separator + raw;
  yield `,"participants_v2"${layout.colon}`;
  yield* arrayParts(
    itemSource(record.participants),
    { size: options.participants ?? 130, empty: options.emptyParticipantPages ?? [] },
    layout,
    (participant) => participant,
  );
  yield layout.close;
}

interface Pages {
  readonly size: number;
  readonly empty: readonly number[];
}

function* arrayParts(
  source: ItemSource,
  { size, empty }: Pages,
  layout: Layout,
  whole: (item: string) => string,
): Generator<string> {
  // An array without items on its first page is `[]` in every layout.
  const startsEmpty = source.count === 0 || empty.includes(0);
  yield startsEmpty ? '[' : layout.arrayOpen;
  for (let index = 0; index < source.count; index += 1) {
    const beginsPage = index % size === 0;
    if (index > 0) yield beginsPage ? ',' : layout.arraySeparator;
    yield whole(source.at(index));
  }
  yield startsEmpty ? ']' : layout.arrayClose;
}

/** A session whose segments came in pages: what was between segments is what the pages had between them. */
function wholeSession(session: string, size: number, layout: Layout): string {
  const segments = Number.isFinite(size) ? findSegments(session) : undefined;
  if (segments === undefined || segments.items.length <= size) return session;
  const text = segments.items.map((item) => session.slice(item.start, item.end));
  const first = segments.items[size - 1];
  const last = segments.items.at(-1);
  if (first === undefined || last === undefined) return session;
  let joined = session.slice(0, first.end);
  for (let index = size; index < text.length; index += 1) {
    joined += (index % size === 0 ? ',' : layout.arraySeparator) + text[index];
  }
  return joined + session.slice(last.end);
}
