/** How many calls there were, how long, how large and with how many people: by day, hour, type or quality. */
import type { CallQuery } from '../model/call-query.ts';
import type { CallRow } from '../model/call-row.ts';
import { minuteMs } from '../model/durations.ts';
import { isKnownTime, spanOf } from '../model/graph-time.ts';
import { qualityOfRow, type RowStreams, streamsOfRow } from '../model/row-quality.ts';
import type { CallArchive, ReadingListener } from '../ports/call-archive.ts';
import { clip, displayWidth, pad, printable } from './display-text.ts';

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

/** `zoned` gives the day and hour of a moment; UTC by default. */
export async function countCalls(
  archive: CallArchive,
  query: CallQuery,
  by: Grouping,
  listener: ReadingListener,
  zoned: (moment: Date) => { day: string; hour: string } = inUtc,
): Promise<CountedCalls> {
  const counter = makeRowCounter(by, zoned);
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
export function makeRowCounter(
  by: Grouping,
  zoned: (moment: Date) => { day: string; hour: string },
): RowCounter {
  const groups = new Map<string, CallCounts>();
  const total = makeCounts('total');
  return {
    add(row) {
      const group = groupOf(row, by, zoned);
      const counts = groups.get(group) ?? makeCounts(group);
      groups.set(group, counts);
      for (const sums of [counts, total]) add(sums, row);
    },
    counts: () => ({ groups: [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1)), total }),
  };
}

export interface Bar {
  label: string;
  value: number;
}

/** A bar for each value; the longest fills the width. */
export function barChart(bars: readonly Bar[], width = 80): string[] {
  const labels = bars.map(({ label }) => clip(printable(label), Math.floor(width / 3)));
  const labelWidth = Math.max(0, ...labels.map(displayWidth));
  const values = bars.map(({ value }) => String(Math.round(value)));
  const valueWidth = Math.max(0, ...values.map((value) => value.length));
  const room = Math.max(1, width - labelWidth - valueWidth - 2);
  const max = Math.max(1, ...bars.map(({ value }) => value));
  return bars.map(({ value }, i) => {
    const bar = '█'.repeat(value > 0 ? Math.max(1, Math.round((value / max) * room)) : 0);
    return `${pad(labels[i] ?? '', labelWidth)} ${pad(values[i] ?? '', valueWidth, 'right')} ${bar}`.trimEnd();
  });
}

function groupOf(
  row: CountedRow,
  by: Grouping,
  zoned: (moment: Date) => { day: string; hour: string },
): string {
  if (by === 'type') return row.type ?? 'unknown';
  if (by === 'quality') return qualityOfRow(row);
  if (!isKnownTime(row.startedAt)) return 'unknown';
  const { day, hour } = zoned(new Date(row.startedAt));
  return by === 'day' ? day : hour;
}

function inUtc(moment: Date): { day: string; hour: string } {
  const text = moment.toISOString();
  return { day: text.slice(0, 10), hour: `${text.slice(11, 13)}:00` };
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
