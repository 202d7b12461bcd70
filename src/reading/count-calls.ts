/** How many calls there were, how long, how large and with how many people: by day, hour, type or quality. */
import type { CallQuery } from '../model/call-query.ts';
import type { CallRow } from '../model/call-row.ts';
import { minuteMs } from '../model/durations.ts';
import { isKnownTime, spanOf } from '../model/graph-time.ts';
import { qualityOfRow, type RowStreams, streamsOfRow } from '../model/row-quality.ts';
import type { CallArchive, ReadingListener } from '../ports/call-archive.ts';
import { formatMoment } from './call-texts.ts';

export interface CallCounts {
  /** `2026-11-20`, `14:00`, `groupCall`; `unknown` where the start is not known; `total` for all of them. */
  group: string;
  calls: number;
  failed: number;
  /** With a poor stream; of a person's own where the query names one. */
  poor: number;
  /** Whose rows do not say how good they were. */
  unknown: number;
  poorStreams: number;
  classifiedStreams: number;
  /** Sum of the calls' lengths. */
  minutes: number;
  /** Sum over the calls: a person in two calls counts twice. */
  people: number;
  /** Of the documents. */
  sizeBytes: number;
}

export type Grouping = 'day' | 'hour' | 'type' | 'quality';

export interface CountedCalls {
  /** In the order of their names. */
  groups: CallCounts[];
  total: CallCounts;
}

/** Days and hours are those of `zone`, an IANA name. */
export async function countCalls(
  archive: CallArchive,
  query: CallQuery,
  by: Grouping,
  listener: ReadingListener,
  zone = 'UTC',
): Promise<CountedCalls> {
  const counter = makeRowCounter(by, zone);
  for await (const row of archive.search(query, listener)) {
    listener.signal?.throwIfAborted();
    counter.add(row);
  }
  return counter.counts();
}

/** What of a row is counted. */
type CountedRow = RowStreams &
  Pick<CallRow, 'type' | 'startedAt' | 'endedAt' | 'failed' | 'people' | 'sizeBytes'>;

export interface RowCounter {
  add(row: CountedRow): void;
  /** Of the rows so far. */
  counts(): CountedCalls;
}

/** For rows that were found already. */
export function makeRowCounter(by: Grouping, zone: string): RowCounter {
  const groups = new Map<string, CallCounts>();
  const total = makeCounts('total');
  return {
    add(row) {
      const group = groupOf(row, by, zone);
      const counts = groups.get(group) ?? makeCounts(group);
      groups.set(group, counts);
      for (const sums of [counts, total]) add(sums, row);
    },
    counts: () => ({ groups: [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1)), total }),
  };
}

function groupOf(row: CountedRow, by: Grouping, zone: string): string {
  if (by === 'type') return row.type ?? 'unknown';
  if (by === 'quality') return qualityOfRow(row);
  if (!isKnownTime(row.startedAt)) return 'unknown';
  const moment = formatMoment(row.startedAt, zone);
  return by === 'day' ? moment.slice(0, 10) : `${moment.slice(11, 13)}:00`;
}

function makeCounts(group: string): CallCounts {
  return {
    group,
    calls: 0,
    failed: 0,
    poor: 0,
    unknown: 0,
    poorStreams: 0,
    classifiedStreams: 0,
    minutes: 0,
    people: 0,
    sizeBytes: 0,
  };
}

function add(counts: CallCounts, row: CountedRow): void {
  counts.calls += 1;
  counts.failed += row.failed ? 1 : 0;
  const streams = streamsOfRow(row);
  if (streams) {
    counts.poor += streams.poor > 0 ? 1 : 0;
    counts.poorStreams += streams.poor;
    counts.classifiedStreams += streams.classified;
  } else counts.unknown += 1;
  counts.minutes += Math.max(0, spanOf(row.startedAt, row.endedAt) ?? 0) / minuteMs;
  counts.people += row.people;
  counts.sizeBytes += row.sizeBytes;
}
