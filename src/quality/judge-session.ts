/** A session as everybody reads it who judges it: its ends are parsed and its streams are classified once. */
import { listIn, valueIn } from '../model/graph-value.ts';
import { parseSessionEnd, type SessionEnd } from '../model/session-end.ts';
import { classifyStream, type StreamVerdict } from './classify-stream.ts';
import type { Ends } from './stream-direction.ts';
import { kindOfMedia, type MediaKind } from './stream-rules.ts';

export interface JudgedSession {
  /** As parsed from the record, whatever it is; so are the segments, media and streams. */
  session: unknown;
  ends: Ends<JudgedEnd>;
  segments: JudgedSegment[];
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
  return { session, ends, segments };
}

function judgeMedia(media: unknown): JudgedMedia {
  const label = valueIn(media, 'label');
  const streams = listIn(media, 'streams').map((stream) => ({
    stream,
    verdict: classifyStream(stream, label),
  }));
  return { media, kind: kindOfMedia(label), streams };
}

function findEnds(value: unknown, otherwise?: Ends<JudgedEnd>): Ends<JudgedEnd> {
  const find = (side: keyof Ends<JudgedEnd>) => {
    const endpoint = valueIn(value, side);
    const end = parseSessionEnd(endpoint);
    return end || !otherwise ? { end, endpoint } : otherwise[side];
  };
  return { caller: find('caller'), callee: find('callee') };
}
