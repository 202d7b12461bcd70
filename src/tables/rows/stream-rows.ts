/** The rows of `streams` of one segment. */
import { textIn, valueIn } from '../../model/graph-value.ts';
import type { Cell } from '../../model/table-schema.ts';
import { classifyStream, type Verdict } from '../../quality/classify-stream.ts';
import { callTables } from '../schema/tables.ts';
import { indexOfColumn, makeCellLayout } from './cell-layout.ts';
import { itemsOf } from './list-items.ts';
import { readCell } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';
import { readEnd, readEndOfMedia } from './stream-end.ts';

const { columns } = callTables.streams;
const layout = makeCellLayout(callTables.streams, [
  'call_id',
  'version',
  'part',
  'session_number',
  'session_id',
  'segment_number',
  'media_number',
  'stream_number',
  'verdict',
  'rule',
  'verdict_reason',
]);
const receiverAt = indexOfColumn(columns, 'receiver_kind');
const senderAt = indexOfColumn(columns, 'sender_kind');
const readSegment = makeMemberReader(columns, 'segment', ['caller', 'callee', 'failureInfo', 'media']);
const readStream = makeMemberReader(columns, 'stream');
const readMedia = makeMemberReader(columns, 'media', [
  'streams',
  'callerNetwork',
  'calleeNetwork',
  'callerDevice',
  'calleeDevice',
]);

/** What a row says of the call that it belongs to. */
export interface RowKey {
  call_id: string;
  version: bigint;
  part: number;
}

export interface PlacedSegment {
  key: RowKey;
  session: unknown;
  sessionNumber: number;
  segment: unknown;
  segmentNumber: number;
}

export type StreamCounts = Record<Verdict, number>;

/** Adds the verdicts to `counts`. */
export function* readStreams(
  { key, session, sessionNumber, segment, segmentNumber }: PlacedSegment,
  counts: StreamCounts,
  tally: Tally,
): Generator<Cell[]> {
  const ofSegment = layout.empty();
  layout.set(ofSegment, {
    ...key,
    session_number: sessionNumber,
    session_id: readCell.text(valueIn(session, 'id')),
    segment_number: segmentNumber,
  });
  readSegment(segment, ofSegment, tally);
  const [caller, callee] = (['caller', 'callee'] as const).map((side) =>
    readEnd(valueIn(segment, side), valueIn(session, side)),
  ) as [Cell[], Cell[]];
  for (const [m, media] of itemsOf(segment, 'media', tally).entries()) {
    const ofMedia = ofSegment.slice();
    layout.set(ofMedia, { media_number: m + 1 });
    readMedia(media, ofMedia, tally);
    const ends = {
      caller: readEndOfMedia(caller, media, 'caller', tally),
      callee: readEndOfMedia(callee, media, 'callee', tally),
    };
    for (const [s, stream] of itemsOf(media, 'streams', tally).entries()) {
      const row = ofMedia.slice();
      const { verdict, ruleId, reason } = classifyStream(stream, valueIn(media, 'label'));
      counts[verdict] += 1;
      layout.set(row, { stream_number: s + 1, verdict, rule: ruleId ?? null, verdict_reason: reason });
      readStream(stream, row, tally);
      const isReturn = textIn(stream, 'streamDirection')?.toLowerCase() === 'calleetocaller';
      putBlock(row, receiverAt, isReturn ? ends.caller : ends.callee);
      putBlock(row, senderAt, isReturn ? ends.callee : ends.caller);
      yield row;
    }
  }
}

function putBlock(row: Cell[], first: number, block: readonly Cell[]): void {
  for (let i = 0; i < block.length; i += 1) row[first + i] = block[i] as Cell;
}
