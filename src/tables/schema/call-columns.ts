/** The columns of `calls`, `participants` and `versions`. */
import { columnsOf, type DescribedColumn, type Member, madeColumn } from './column.ts';
import { identityColumns } from './endpoint-members.ts';

/** Which call in which version a row belongs to, and in which part of the day it stands; in every table of calls. */
export const keyColumns: readonly DescribedColumn[] = [
  madeColumn('call_id', 'text', 'id of the call, in lower case', 'id'),
  madeColumn('version', 'int64', 'version of the call record', 'version'),
  madeColumn('part', 'int32', 'part of the day, the `n` in the name of the file', ''),
];

const recordMembers: readonly Member[] = [
  {
    name: 'type',
    member: 'type',
    as: 'text',
    meaning: '`peerToPeer` or `groupCall`, which every meeting is',
  },
  {
    name: 'modalities',
    member: 'modalities',
    as: 'texts',
    meaning: '`audio`, `video`, `videoBasedScreenSharing` …',
  },
  { name: 'started_at', member: 'startDateTime', as: 'time', meaning: 'when the call began' },
  { name: 'ended_at', member: 'endDateTime', as: 'time', meaning: 'when the call ended' },
  {
    name: 'last_modified_at',
    member: 'lastModifiedDateTime',
    as: 'time',
    meaning: 'when Graph wrote this version',
  },
  { name: 'join_url', member: 'joinWebUrl', as: 'text', meaning: 'link by which the meeting was joined' },
];

/** Of the file that the row was made from. */
const fileColumns: readonly DescribedColumn[] = [
  madeColumn('path', 'text', 'name of the raw record in `call-records`', ''),
  madeColumn('sha256', 'text', 'SHA-256 of the raw record (unpacked), in lower-case hex', ''),
  madeColumn('bytes', 'int64', 'length of the raw record (unpacked)', '', 'bytes'),
  madeColumn('fetched_at', 'time', 'when it was read from Graph', ''),
  madeColumn('reason', 'text', 'why it was read: `notification`, `backfill`, `reconcile`, `redrive`', ''),
];

export const callColumns: readonly DescribedColumn[] = [
  ...keyColumns,
  madeColumn('tenant_id', 'text', 'tenant whose archive this is', ''),
  ...columnsOf('record', recordMembers),
  madeColumn(
    'duration_ms',
    'number',
    'from beginning to end; null where the end is before the beginning',
    'startDateTime, endDateTime',
    'ms',
  ),
  ...identityColumns('organizer_', 'organizer: ', 'organizer_v2.identity, else organizer'),
  madeColumn(
    'participants',
    'int32',
    'participants that the record lists',
    'participants_v2, else participants',
  ),
  madeColumn('sessions', 'int32', 'sessions', 'sessions'),
  madeColumn('streams', 'int32', 'media streams', 'sessions[].segments[].media[].streams'),
  madeColumn('good_streams', 'int32', 'streams whose verdict is `good`', 'as in `streams`'),
  madeColumn('poor_streams', 'int32', 'streams whose verdict is `poor`', 'as in `streams`'),
  madeColumn('unclassified_streams', 'int32', 'streams without a verdict', 'as in `streams`'),
  madeColumn('failed_sessions', 'int32', 'sessions that failed', 'sessions[].failureInfo'),
  madeColumn(
    'failure_stage',
    'text',
    'of the first session that failed: `callSetup`, `midcall` or `unknown`',
    'sessions[].failureInfo.stage',
  ),
  madeColumn(
    'failure_reason',
    'text',
    'of the first session that failed: why',
    'sessions[].failureInfo.reason',
  ),
  madeColumn(
    'sentence',
    'text',
    'who heard, said, saw or showed what badly, and where it likely lies: the first line of `show`',
    'the whole record',
  ),
  madeColumn(
    'unmapped',
    'int64',
    'values in the record that no column holds: members that Graph’s schema did not have, or values of another type than the column’s',
    'the whole record',
  ),
  ...fileColumns,
];

export const versionColumns: readonly DescribedColumn[] = [
  ...keyColumns,
  madeColumn('is_newest_of_day', 'boolean', 'whether the other tables of the day have this version', ''),
  ...fileColumns,
];

const participant = 'participants_v2[]';
/** Of a session, and of its segments where these name somebody else. */
const ends = 'sessions[].{caller,callee}, sessions[].segments[].{caller,callee}';

export const participantColumns: readonly DescribedColumn[] = [
  ...keyColumns,
  ...identityColumns('', '', `${participant}.identity, else participants[]; ${ends}`),
  madeColumn(
    'number',
    'text',
    'of a phone: its number in E.164, where it can be told',
    `${participant}.identity`,
  ),
  madeColumn('is_organizer', 'boolean', 'whether the call is theirs', 'organizer_v2'),
  madeColumn(
    'is_listed',
    'boolean',
    'whether the record lists them; else they are only known as organizer or as an end of a session',
    participant,
  ),
  madeColumn(
    'administrative_unit_ids',
    'texts',
    'administrative units of theirs',
    `${participant}.administrativeUnitInfos[].id`,
  ),
  madeColumn(
    'sessions',
    'int32',
    'sessions in which they are an end, of the session or of one of its segments',
    ends,
  ),
  madeColumn(
    'joined_at',
    'time',
    'beginning of their first session; of the segment, where only that names them',
    'sessions[].startDateTime',
  ),
  madeColumn('left_at', 'time', 'end of their last session, likewise', 'sessions[].endDateTime'),
];
