/** How lists show a version of a call. */
import type { CallRow } from '../../model/call-row.ts';
import { callMembers, formatLength, formatMoment, formatPoor } from '../../reading/call-texts.ts';
import type { RowLayout } from './write-rows.ts';

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
