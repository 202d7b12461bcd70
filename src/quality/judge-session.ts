/** A session prepared for whatever judges it: its ends are parsed and its streams classified once. */
import { listIn, valueIn } from '../model/graph-value.ts';
import { parseSessionEnd, type SessionEnd, type Side } from '../model/session-end.ts';
import { checkDevice, type DeviceFault } from './check-device.ts';
import { classifyStreamOf, type StreamVerdict } from './classify-stream.ts';
import { saysFailure } from './failure-info.ts';
import type { Ends } from './stream-direction.ts';
import { kindOfMedia, type MediaKind } from './stream-rules.ts';

export interface JudgedSession {
  /** As parsed from the record, whatever it is; so are the segments, media and streams. */
  session: unknown;
  ends: Ends<JudgedEnd>;
  segments: JudgedSegment[];
  /** The session, or the first of its segments, that says it failed. */
  failed: unknown;
}

export interface JudgedSegment {
  segment: unknown;
  /** A segment that does not name its ends has those of its session. */
  ends: Ends<JudgedEnd>;
  media: JudgedMedia[];
}

export interface JudgedMedia {
  media: unknown;
  kind: MediaKind | undefined;
  /** Of the sound devices at both ends; none where it is not audio. */
  faults: Ends<DeviceFault[]>;
  streams: JudgedStream[];
}

export interface JudgedStream {
  stream: unknown;
  verdict: StreamVerdict;
}

export interface JudgedEnd {
  /** Who is there; `undefined` where nobody is named. */
  end: SessionEnd | undefined;
  /** What Graph says of this end, where it names who it is. */
  endpoint: unknown;
}

export function judgeSession(session: unknown): JudgedSession {
  const ends = findEnds(session);
  const segments = listIn(session, 'segments').map(
    (segment): JudgedSegment => ({
      segment,
      ends: findEnds(segment, ends),
      media: listIn(segment, 'media').map(judgeMedia),
    }),
  );
  const failed = saysFailure(session)
    ? session
    : segments.find(({ segment }) => saysFailure(segment))?.segment;
  return { session, ends, segments, failed };
}

/** Whoever only segments name, as those do to whom a call was passed on; each with the segment. */
export function* listFurtherEnds({
  ends,
  segments,
}: JudgedSession): Generator<{ end: SessionEnd; segment: unknown }> {
  const known = new Set([ends.caller.end?.key, ends.callee.end?.key]);
  for (const { segment, ends: own } of segments)
    for (const { end } of [own.caller, own.callee]) if (end && !known.has(end.key)) yield { end, segment };
}

function judgeMedia(media: unknown): JudgedMedia {
  const kind = kindOfMedia(valueIn(media, 'label'));
  const streams = listIn(media, 'streams').map((stream) => ({
    stream,
    verdict: classifyStreamOf(kind, stream),
  }));
  const faultsOf = (device: string) => (kind === 'audio' ? checkDevice(valueIn(media, device)) : []);
  const faults = { caller: faultsOf('callerDevice'), callee: faultsOf('calleeDevice') };
  return { media, kind, faults, streams };
}

function findEnds(value: unknown, otherwise?: Ends<JudgedEnd>): Ends<JudgedEnd> {
  const find = (side: Side) => {
    const endpoint = valueIn(value, side);
    const end = parseSessionEnd(endpoint);
    return end || !otherwise ? { end, endpoint } : otherwise[side];
  };
  return { caller: find('caller'), callee: find('callee') };
}
