/** Every table for analysts: the one description from which rows, files and docs/tables.md are made. */
import type { ReportName } from '../../model/call-report.ts';
import { callColumns, participantColumns, versionColumns } from './call-columns.ts';
import type { DescribedTable } from './column.ts';
import { sessionColumns, streamBlocks } from './media-columns.ts';
import {
  blockedUserColumns,
  dialOutColumns,
  directRoutingColumns,
  pstnCallColumns,
  smsColumns,
} from './report-columns.ts';

/** Made from call records. */
export const callTables = {
  calls: { name: 'calls', row: 'a call, in its highest version of that day', columns: callColumns },
  participants: {
    name: 'participants',
    row: 'a person, number or application in a call',
    columns: participantColumns,
  },
  sessions: { name: 'sessions', row: 'a session of a call', columns: sessionColumns },
  streams: {
    name: 'streams',
    row: 'a media stream: one direction of one medium of a segment; the receiver heard or saw it, the sender said or showed it',
    blocks: streamBlocks,
    columns: streamBlocks.flatMap(({ columns }) => columns),
  },
  versions: { name: 'versions', row: 'an archived version of a call', columns: versionColumns },
} as const satisfies Record<string, DescribedTable>;

/** Made from the call reports. */
export const reportTables = {
  'pstn-calls': {
    name: 'pstn_calls',
    row: 'a call through Microsoft’s lines',
    columns: pstnCallColumns,
  },
  'direct-routing-calls': {
    name: 'direct_routing_calls',
    row: 'a call through the tenant’s own trunks',
    columns: directRoutingColumns,
  },
  sms: { name: 'sms_messages', row: 'a text message', columns: smsColumns },
  'blocked-users': {
    name: 'blocked_users',
    row: 'a user who was blocked or unblocked',
    columns: blockedUserColumns,
  },
  'dial-out': {
    name: 'dial_out',
    row: 'sums of a user’s dial-out calls from meetings on that day',
    columns: dialOutColumns,
  },
} as const satisfies Record<ReportName, DescribedTable>;

export const allTables: readonly DescribedTable[] = [
  ...Object.values(callTables),
  ...Object.values(reportTables),
];
