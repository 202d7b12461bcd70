/** How lists show a version of a call. */
import type { CallRow } from '../../model/call-row.ts';
import { isKnownTime } from '../../model/graph-time.ts';
import { streamsOfRow } from '../../model/row-quality.ts';
import { wallTime } from '../../reading/dates/time-zone.ts';
import type { RowLayout } from './write-rows.ts';

const two = (number: number) => String(number).padStart(2, '0');

/** `2026-11-21 14:03` in the time of the zone. */
export function formatMoment(moment: string | Date, zone: string): string {
  return formatSeconds(new Date(moment), zone).slice(0, -3);
}

/** `2026-11-21 14:03:05` likewise. */
export function formatSeconds(moment: Date, zone: string): string {
  const { year, month, day, hour, minute, second } = wallTime(moment, zone);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `1:02:03`, or `2:03` below an hour; a dash if either time is unknown. */
function formatLength({ startedAt, endedAt }: Pick<CallRow, 'startedAt' | 'endedAt'>): string {
  const seconds = Math.round((Date.parse(endedAt ?? '') - Date.parse(startedAt)) / 1000);
  if (!(seconds >= 0) || !isKnownTime(startedAt)) return '–';
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `2/10`: of ten streams with a verdict, two are poor. `–`: none has one. `?`: the row does not say. */
function formatPoor(row: CallRow): string {
  const streams = streamsOfRow(row);
  if (!streams) return '?';
  return streams.classified > 0 ? `${streams.poor}/${streams.classified}` : '–';
}

const callMembers = [
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

/** The call id fits on a terminal of 80 columns, because other verbs take it. */
export function callLayout(zone: string): RowLayout<CallRow> {
  return {
    columns: [
      // A person who named a zone knows which one it is.
      {
        title: zone === 'UTC' ? 'started (UTC)' : 'started',
        text: ({ startedAt }) => formatMoment(startedAt, zone),
      },
      { title: 'call', text: ({ callId }) => callId },
      { title: 'length', text: formatLength, align: 'right' },
      { title: 'people', text: ({ people }) => String(people), align: 'right' },
      { title: 'poor', text: formatPoor, align: 'right' },
      { title: 'result', text: ({ failed }) => (failed ? 'failed' : '') },
      { title: 'organizer', text: ({ organizer }) => organizer ?? '' },
      { title: 'type', text: ({ type }) => type ?? '' },
    ],
    members: callMembers,
  };
}

export function versionLayout(zone: string): RowLayout<CallRow> {
  return {
    columns: [
      { title: 'version', text: ({ version }) => version, align: 'right' },
      { title: 'fetched', text: ({ fetchedAt }) => (fetchedAt ? formatMoment(fetchedAt, zone) : '') },
      { title: 'reason', text: ({ reason }) => reason },
      { title: 'started', text: ({ startedAt }) => formatMoment(startedAt, zone) },
      { title: 'length', text: formatLength, align: 'right' },
      { title: 'people', text: ({ people }) => String(people), align: 'right' },
      { title: 'sessions', text: ({ sessions }) => String(sessions), align: 'right' },
      { title: 'bytes', text: ({ sizeBytes }) => String(sizeBytes), align: 'right' },
    ],
    // A folder without a manifest does not know how a version came into the archive.
    members: [...callMembers, 'fetchedAt', 'reason'],
  };
}
