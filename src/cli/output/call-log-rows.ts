/** How rows of the PSTN and direct-routing reports are shown. */
import type { CallLogRow } from '../../model/call-log-row.ts';
import { formatMoment } from '../../reading/call-texts.ts';
import type { RowLayout } from './write-rows.ts';

export interface ShownRow {
  report: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  endedAt: string;
  caller: string | undefined;
  callee: string | undefined;
  userId: string | undefined;
  details: string;
  /** Graph's own text. */
  row: string;
}

export function showRow({
  startedAt,
  endedAt,
  text,
  numbers: _,
  callIds: __,
  ...same
}: CallLogRow): ShownRow {
  return { ...same, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), row: text };
}

export function callLogLayout(zone: string): RowLayout<ShownRow> {
  return {
    columns: [
      { title: 'started', text: ({ startedAt }) => formatMoment(startedAt, zone) },
      { title: 'report', text: ({ report }) => report },
      { title: 'caller', text: ({ caller }) => caller ?? '' },
      { title: 'callee', text: ({ callee }) => callee ?? '' },
      { title: 'details', text: ({ details }) => details },
    ],
    members: ['report', 'startedAt', 'endedAt', 'caller', 'callee', 'userId', 'details', 'row'],
  };
}
