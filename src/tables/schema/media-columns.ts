/** The columns of `sessions` and `streams`. */
import type { Side } from '../../model/session-end.ts';
import { keyColumns } from './call-columns.ts';
import { columnsOf, type DescribedColumn, type Member, madeColumn } from './column.ts';
import { deviceMembers } from './device-members.ts';
import { endpointMembers, identityColumns } from './endpoint-members.ts';
import { hopMembers, networkMembers } from './network-members.ts';
import { streamMembers } from './stream-members.ts';

const sessionMembers: readonly Member[] = [
  { name: 'session_id', member: 'id', as: 'text', meaning: 'id of the session; a transfer may repeat it' },
  { name: 'started_at', member: 'startDateTime', as: 'time', meaning: 'when the session began' },
  { name: 'ended_at', member: 'endDateTime', as: 'time', meaning: 'when the session ended' },
  { name: 'modalities', member: 'modalities', as: 'texts', meaning: '`audio`, `video` …' },
  { name: 'is_test', member: 'isTest', as: 'boolean', meaning: 'whether it was a test call' },
  {
    name: 'failure_stage',
    member: 'failureInfo.stage',
    as: 'text',
    meaning: 'where it failed: `callSetup`, `midcall` or `unknown`',
  },
  { name: 'failure_reason', member: 'failureInfo.reason', as: 'text', meaning: 'why it failed' },
];

const place = (what: string, path: string) =>
  madeColumn(`${what}_number`, 'int32', `which ${what} it is, from 1 on, in the order of the record`, path);

function endColumns(source: Side): DescribedColumn[] {
  const whose = `${source}: `;
  const path = `sessions[].${source}`;
  const identity = `${path}.{associatedIdentity,identity}`;
  return [
    ...identityColumns(`${source}_`, whose, identity),
    ...columnsOf(source, endpointMembers, { prefix: `${source}_`, whose }),
    madeColumn(
      `${source}_feedback_tokens`,
      'texts',
      `${whose}complaints that were ticked with the rating`,
      `${path}.feedback.tokens`,
    ),
  ];
}

export const sessionColumns: readonly DescribedColumn[] = [
  ...keyColumns,
  place('session', 'sessions[]'),
  ...columnsOf('session', sessionMembers),
  madeColumn(
    'duration_ms',
    'number',
    'from beginning to end; null where the end is before the beginning',
    'sessions[].startDateTime, sessions[].endDateTime',
    'ms',
  ),
  madeColumn('segments', 'int32', 'segments', 'sessions[].segments'),
  madeColumn(
    'segment_failure_stages',
    'texts',
    'of each segment that failed: where',
    'sessions[].segments[].failureInfo.stage',
  ),
  madeColumn(
    'segment_failure_reasons',
    'texts',
    'of each segment that failed: why',
    'sessions[].segments[].failureInfo.reason',
  ),
  madeColumn('good_streams', 'int32', 'its streams whose verdict is `good`', 'as in `streams`'),
  madeColumn('poor_streams', 'int32', 'its streams whose verdict is `poor`', 'as in `streams`'),
  madeColumn('unclassified_streams', 'int32', 'its streams without a verdict', 'as in `streams`'),
  ...endColumns('caller'),
  ...endColumns('callee'),
];

const segmentMembers: readonly Member[] = [
  { name: 'segment_id', member: 'id', as: 'text', meaning: 'id of the segment' },
  { name: 'segment_started_at', member: 'startDateTime', as: 'time', meaning: 'when the segment began' },
  { name: 'segment_ended_at', member: 'endDateTime', as: 'time', meaning: 'when the segment ended' },
];

const segmentEnds = 'sessions[].segments[].{caller,callee}';

/** Of a row of `streams`, what it says of the session, segment and media that the stream is in, and of itself. */
export const streamColumns = {
  session: [
    ...keyColumns,
    place('session', 'sessions[]'),
    madeColumn('session_id', 'text', 'id of the session', 'sessions[].id'),
  ],
  segment: [place('segment', 'sessions[].segments[]'), ...columnsOf('segment', segmentMembers)],
  media: [
    place('media', 'sessions[].segments[].media[]'),
    ...columnsOf('media', [
      {
        name: 'label',
        member: 'label',
        as: 'text',
        meaning: '`main-audio`, `main-video`, `applicationsharing-video` …',
      },
    ]),
  ],
  stream: [
    place('stream', 'sessions[].segments[].media[].streams[]'),
    ...columnsOf('stream', streamMembers),
    madeColumn('verdict', 'text', '`good`, `poor` or `unclassified`', 'by the rule'),
    madeColumn('rule', 'text', 'the rule that decided: `cqd-audio`, `cqd-video`, `cqd-vbss`', 'label'),
    madeColumn('verdict_reason', 'text', 'the value and the limit that decided', 'the measures'),
  ],
} as const satisfies Record<string, readonly DescribedColumn[]>;

type StreamEnd = 'sender' | 'receiver';

/** The ends of a stream: the receiver is the one who heard or saw, the sender the one who said or showed. */
export function endOfSegmentColumns(end: StreamEnd): DescribedColumn[] {
  const prefix = `${end}_`;
  const whose = `${end}: `;
  const agent = endpointMembers.slice(0, 4);
  return [
    ...identityColumns(prefix, whose, `${segmentEnds}.{associatedIdentity,identity}`),
    ...agent.map(({ name, member, meaning }) =>
      madeColumn(`${prefix}${name}`, 'text', `${whose}${meaning}`, `${segmentEnds}.${member}`),
    ),
  ];
}

export function endOfMediaColumns(end: StreamEnd): DescribedColumn[] {
  const prefix = `${end}_`;
  const whose = `${end}: `;
  return [
    ...columnsOf(`${end}Network`, networkMembers, { prefix, whose }),
    ...hopMembers.map(({ name, member, as, meaning, unit }) =>
      madeColumn(
        `${prefix}${name}`,
        as as 'texts',
        `${whose}${meaning}`,
        `sessions[].segments[].media[].{caller,callee}Network.${member}`,
        unit,
      ),
    ),
    ...columnsOf(`${end}Device`, deviceMembers, { prefix, whose }),
    madeColumn(
      `${prefix}device_fault`,
      'text',
      `${whose}of audio: what did not work for a part of the call, by the rule \`ca-device\``,
      'the device',
    ),
  ];
}

const endBlocks = (end: StreamEnd) => [
  { kind: 'endOfSegment', columns: endOfSegmentColumns(end) },
  { kind: 'endOfMedia', columns: endOfMediaColumns(end) },
];

export const streamBlocks = [
  ...Object.entries(streamColumns).map(([kind, columns]) => ({ kind, columns })),
  ...endBlocks('receiver'),
  ...endBlocks('sender'),
];
