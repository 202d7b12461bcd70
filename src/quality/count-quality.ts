/** How many streams of a call are good, poor and unclassified, and how many of its sessions failed. */
import { listIn, valueIn } from '../model/graph-value.ts';
import { classifyStream, type Verdict } from './classify-stream.ts';

export interface QualityCounts extends Record<Verdict, number> {
  /** Sessions that say, or a segment of which says, that they failed. */
  failedSessions: number;
}

export interface QualityCounter {
  /** Takes a session as parsed from the record, whatever it is. */
  addSession(session: unknown): void;
  counts(): QualityCounts;
}

export function makeQualityCounter(): QualityCounter {
  const counts: QualityCounts = { good: 0, poor: 0, unclassified: 0, failedSessions: 0 };
  return {
    addSession(session) {
      if (hasFailed(session)) counts.failedSessions += 1;
      for (const { stream, label } of streamsOf(session)) counts[classifyStream(stream, label).verdict] += 1;
    },
    counts: () => ({ ...counts }),
  };
}

/** Each stream of a session with the media and the segment that it belongs to, as parsed from the record. */
export function* streamsOf(session: unknown): Generator<PlacedStream> {
  for (const segment of listIn(session, 'segments')) {
    for (const media of listIn(segment, 'media')) {
      const label = valueIn(media, 'label');
      for (const stream of listIn(media, 'streams')) yield { stream, label, media, segment };
    }
  }
}

export interface PlacedStream {
  stream: unknown;
  label: unknown;
  media: unknown;
  segment: unknown;
}

function hasFailed(session: unknown): boolean {
  return saysFailure(session) || listIn(session, 'segments').some(saysFailure);
}

/** Graph also writes a `failureInfo` whose members are all null where nothing failed. */
export function saysFailure(sessionOrSegment: unknown): boolean {
  const info = valueIn(sessionOrSegment, 'failureInfo');
  return typeof info === 'object' && info !== null && Object.values(info).some((value) => value !== null);
}
