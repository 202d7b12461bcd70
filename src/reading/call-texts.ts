/** How a list says what a row of the index says of a call. */
import type { CallRow } from '../model/call-row.ts';
import { isKnownTime } from '../model/graph-time.ts';
import { type RowStreams, streamsOfRow } from '../model/row-quality.ts';
import { formatClock } from '../quality/format-clock.ts';
import { wallTime } from './dates/time-zone.ts';

const two = (number: number) => String(number).padStart(2, '0');

/** `2026-11-21 14:03` in the time of the zone; `unknown` for the text that Graph gives where it does not know. */
export function formatMoment(moment: string | Date, zone: string): string {
  if (typeof moment === 'string' && !isKnownTime(moment)) return 'unknown';
  return formatSeconds(new Date(moment), zone).slice(0, -3);
}

/** `2026-11-21 14:03:05` likewise. */
export function formatSeconds(moment: Date, zone: string): string {
  const { year, month, day, hour, minute, second } = wallTime(moment, zone);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** ISO 8601. */
interface CallTimes {
  startedAt: string;
  endedAt?: string | undefined;
}

/** `1:02:03`, or `2:03` below an hour; a dash if either time is unknown. */
export function formatLength({ startedAt, endedAt }: CallTimes): string {
  const lengthMs = Date.parse(endedAt ?? '') - Date.parse(startedAt);
  return lengthMs >= 0 && isKnownTime(startedAt) ? formatClock(lengthMs) : '–';
}

/** `2/10`: of ten streams with a verdict, two are poor. `–`: none has one. `?`: the row does not say. */
export function formatPoor(row: RowStreams): string {
  const streams = streamsOfRow(row);
  if (!streams) return '?';
  return streams.classified > 0 ? `${streams.poor}/${streams.classified}` : '–';
}

/** Said of calls that a filter on quality leaves out because their rows do not say it. */
export const indexedWithoutQuality =
  'indexed by an earlier version of the archive, without streams and verdicts. call-archive reindex adds them';

/** What a program gets of a call, in this order; the names are those of its JSON and of the line above its CSV. */
export const callMembers = [
  'startedAt',
  'endedAt',
  'callId',
  'version',
  'type',
  'modalities',
  'organizer',
  'people',
  'failed',
  'failedSessions',
  'poorStreams',
  'classifiedStreams',
  'ownPoorStreams',
  'ownClassifiedStreams',
  'sessions',
  'participants',
  'sizeBytes',
  'sha256',
  'blob',
  'callDay',
  'tenantId',
] as const satisfies readonly (keyof CallRow)[];
