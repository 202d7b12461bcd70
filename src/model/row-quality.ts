/** How good a call was, as a row of the index says it: by the streams of the person who was looked for, else by all. */
import type { CallRow } from './call-row.ts';

/** What of a row says it. */
export type RowStreams = Pick<
  CallRow,
  'poorStreams' | 'classifiedStreams' | 'ownPoorStreams' | 'ownClassifiedStreams'
>;

export type RowQuality = 'poor' | 'good' | 'no verdict' | 'unknown';

/** `undefined`: an earlier version of the archive wrote the row. */
export function streamsOfRow(row: RowStreams): { poor: number; classified: number } | undefined {
  const poor = row.ownPoorStreams ?? row.poorStreams;
  const classified = row.ownClassifiedStreams ?? row.classifiedStreams;
  return poor === undefined || classified === undefined ? undefined : { poor, classified };
}

/** One poor stream makes a call poor. */
export function qualityOfRow(row: RowStreams): RowQuality {
  const streams = streamsOfRow(row);
  if (!streams) return 'unknown';
  if (streams.poor > 0) return 'poor';
  return streams.classified > 0 ? 'good' : 'no verdict';
}
