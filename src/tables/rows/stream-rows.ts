/** The rows of `streams` of one session. */
import { valueIn } from '../../model/graph-value.ts';
import type { Cell } from '../../model/table-schema.ts';
import type { Verdict } from '../../quality/classify-stream.ts';
import type { JudgedMedia, JudgedSegment, JudgedSession } from '../../quality/judge-session.ts';
import { directionOf } from '../../quality/stream-direction.ts';
import { callTables } from '../schema/tables.ts';
import { indexOfColumn, makeCellLayout } from './cell-layout.ts';
import { countNoList } from './list-items.ts';
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
]);
const at = (name: string) => indexOfColumn(columns, name);
const place = {
  media: at('media_number'),
  stream: at('stream_number'),
  verdict: at('verdict'),
  rule: at('rule'),
  reason: at('verdict_reason'),
  receiver: at('receiver_kind'),
  sender: at('sender_kind'),
};
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

export type StreamCounts = Record<Verdict, number>;

export interface AddingStreams {
  key: RowKey;
  session: JudgedSession;
  /** Of the session in the record, from 1 on. */
  number: number;
  /** To these the verdicts are added. */
  counts: StreamCounts;
  tally: Tally;
  add(table: 'streams', row: Cell[]): void;
}

export function addStreamRows(adding: AddingStreams): void {
  const { key, session, number, tally } = adding;
  countNoList(session.session, 'segments', tally);
  const ofSession = layout.empty();
  layout.set(ofSession, {
    ...key,
    session_number: number,
    session_id: readCell.text(valueIn(session.session, 'id')),
  });
  for (const [i, segment] of session.segments.entries()) {
    const ofSegment = ofSession.slice();
    layout.set(ofSegment, { segment_number: i + 1 });
    readSegment(segment.segment, ofSegment, tally);
    addSegment(segment, ofSegment, adding);
  }
}

function addSegment({ segment, ends, media }: JudgedSegment, ofSegment: Cell[], adding: AddingStreams): void {
  const { tally } = adding;
  countNoList(segment, 'media', tally);
  const [caller, callee] = [readEnd(ends.caller), readEnd(ends.callee)];
  for (const [i, one] of media.entries()) {
    const ofMedia = ofSegment.slice();
    ofMedia[place.media] = i + 1;
    readMedia(one.media, ofMedia, tally);
    const blocks = {
      caller: readEndOfMedia(caller, one, 'caller', tally),
      callee: readEndOfMedia(callee, one, 'callee', tally),
    };
    addMedia(one, ofMedia, blocks, adding);
  }
}

function addMedia(
  { media, streams }: JudgedMedia,
  ofMedia: Cell[],
  blocks: Record<'caller' | 'callee', Cell[]>,
  { counts, tally, add }: AddingStreams,
): void {
  countNoList(media, 'streams', tally);
  for (const [i, { stream, verdict }] of streams.entries()) {
    const row = ofMedia.slice();
    row[place.stream] = i + 1;
    row[place.verdict] = verdict.verdict;
    row[place.rule] = verdict.ruleId ?? null;
    row[place.reason] = verdict.reason;
    counts[verdict.verdict] += 1;
    readStream(stream, row, tally);
    const { receiver, sender } = directionOf(stream, blocks);
    putBlock(row, place.receiver, receiver);
    putBlock(row, place.sender, sender);
    add('streams', row);
  }
}

function putBlock(row: Cell[], first: number, block: readonly Cell[]): void {
  for (let i = 0; i < block.length; i += 1) row[first + i] = block[i] as Cell;
}
