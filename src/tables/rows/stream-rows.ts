/** The rows of `streams` of one session. */
import { valueIn } from '../../model/graph-value.ts';
import { sides } from '../../model/session-end.ts';
import type { Row } from '../../model/table-schema.ts';
import type { Verdict } from '../../quality/classify-stream.ts';
import type { JudgedMedia, JudgedSegment, JudgedSession } from '../../quality/judge-session.ts';
import { directionOf, type Ends } from '../../quality/stream-direction.ts';
import { streamColumns } from '../schema/media-columns.ts';
import { emptyCells, indexOfColumn, makeCellLayout, placesOf } from './cell-layout.ts';
import { countNoList } from './list-items.ts';
import { readCell } from './read-cell.ts';
import { makeMemberReader, type Tally } from './read-members.ts';
import { readEndOfMedia, readEndOfSegment } from './stream-end.ts';

const { session, segment, media, stream } = streamColumns;
const sessionLayout = makeCellLayout({ columns: session }, [
  'call_id',
  'version',
  'part',
  'session_number',
  'session_id',
]);
// There are many more of these than of sessions: each cell is set by its place.
const segmentNumberAt = indexOfColumn(segment, 'segment_number');
const mediaNumberAt = indexOfColumn(media, 'media_number');
const ofStreams = placesOf(stream, ['stream_number', 'verdict', 'rule', 'verdict_reason']);
const readSegment = makeMemberReader(segment, 'segment', [...sides, 'failureInfo', 'media']);
const readStream = makeMemberReader(stream, 'stream');
const readMedia = makeMemberReader(media, 'media', [
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
  add(table: 'streams', row: Row): void;
}

export function addStreamRows(adding: AddingStreams): void {
  const { key, session, number, tally } = adding;
  countNoList(session.session, 'segments', tally);
  const ofSession = sessionLayout.empty();
  sessionLayout.set(ofSession, {
    ...key,
    session_number: number,
    session_id: readCell.text(valueIn(session.session, 'id')),
  });
  for (const [i, segment] of session.segments.entries()) {
    const ofSegment = emptyCells(streamColumns.segment);
    ofSegment[segmentNumberAt] = i + 1;
    readSegment(segment.segment, ofSegment, tally);
    addSegment(segment, [ofSession, ofSegment], adding);
  }
}

function addSegment({ segment, ends, media }: JudgedSegment, before: Row, adding: AddingStreams): void {
  const { tally } = adding;
  countNoList(segment, 'media', tally);
  const [caller, callee] = [readEndOfSegment(ends.caller), readEndOfSegment(ends.callee)];
  for (const [i, one] of media.entries()) {
    const ofMedia = emptyCells(streamColumns.media);
    ofMedia[mediaNumberAt] = i + 1;
    readMedia(one.media, ofMedia, tally);
    const ends = {
      caller: [caller, readEndOfMedia(one, 'caller', tally)],
      callee: [callee, readEndOfMedia(one, 'callee', tally)],
    };
    addMedia(one, [...before, ofMedia], ends, adding);
  }
}

function addMedia(
  { media, streams }: JudgedMedia,
  before: Row,
  ends: Ends<Row>,
  { counts, tally, add }: AddingStreams,
): void {
  countNoList(media, 'streams', tally);
  for (const [i, { stream, verdict }] of streams.entries()) {
    const ofStream = emptyCells(streamColumns.stream);
    ofStream[ofStreams.stream_number] = i + 1;
    ofStream[ofStreams.verdict] = verdict.verdict;
    ofStream[ofStreams.rule] = verdict.ruleId ?? null;
    ofStream[ofStreams.verdict_reason] = verdict.reason;
    counts[verdict.verdict] += 1;
    readStream(stream, ofStream, tally);
    const { receiver, sender } = directionOf(stream, ends);
    add('streams', [...before, ofStream, ...receiver, ...sender]);
  }
}
