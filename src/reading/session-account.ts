/** What one session of a call did: between whom, with what, what failed, and every stream with its verdict. */
import { spanOf } from '../model/graph-time.ts';
import { listIn, textIn, timeIn } from '../model/graph-value.ts';
import { formatSessionEnd, sides } from '../model/session-end.ts';
import { saysFailure } from '../quality/failure-info.ts';
import type { JudgedSession } from '../quality/judge-session.ts';
import { describeEnd, describeMedia, type SessionDetail } from './session-details.ts';
import { describeStream, type StreamAccount } from './stream-account.ts';

export interface SessionAccount {
  id: string;
  /** ISO 8601, as Graph gives it. */
  from: string | undefined;
  to: string | undefined;
  durationMs: number | undefined;
  modalities: string[];
  /** By name, or by kind, id and tenant; a service by its role. */
  caller: string;
  callee: string;
  /** What caller and callee can be searched by; `undefined` for a service. */
  callerKey: string | undefined;
  calleeKey: string | undefined;
  /** Stage and reason; `undefined` when the session did not fail. */
  failure: string | undefined;
  streams: StreamAccount[];
  /** Everything else that is known. */
  details: SessionDetail[];
}

export function describeSession({ session, ends, segments }: JudgedSession): SessionAccount {
  const [caller, callee] = [ends.caller.end, ends.callee.end];
  const [from, to] = [timeIn(session, 'startDateTime'), timeIn(session, 'endDateTime')];
  const details = sides.flatMap((side) => describeEnd(side, ends[side].endpoint));
  const streams: StreamAccount[] = [];
  const failureOfSession = describeFailure(session);
  for (const [i, { segment, ends: ownEnds, media }] of segments.entries()) {
    const number = segments.length > 1 ? i + 1 : undefined;
    const failure = describeFailure(segment);
    // Graph repeats the failure of a session in its only segment.
    if (failure && (number !== undefined || failure !== failureOfSession))
      details.push({ what: 'failure', segment: i + 1, media: undefined, side: undefined, text: failure });
    for (const { media: one, streams: judged } of media) {
      details.push(...describeMedia(one, number));
      const place = { media: one, segment, session, ends: ownEnds, number };
      for (const stream of judged) streams.push(describeStream(stream, place));
    }
  }
  return {
    id: textIn(session, 'id') ?? '',
    from,
    to,
    durationMs: spanOf(from, to),
    modalities: listIn(session, 'modalities').filter((modality) => typeof modality === 'string'),
    caller: formatSessionEnd(caller),
    callee: formatSessionEnd(callee),
    callerKey: caller?.key,
    calleeKey: callee?.key,
    failure: failureOfSession,
    streams,
    details,
  };
}

/** The same session, calling people by these names. */
export function withNames(session: SessionAccount, names: ReadonlyMap<string, string>): SessionAccount {
  const nameOf = (key: string | undefined, otherwise: string) => names.get(key ?? '') ?? otherwise;
  return {
    ...session,
    caller: nameOf(session.callerKey, session.caller),
    callee: nameOf(session.calleeKey, session.callee),
    streams: session.streams.map((stream) => ({
      ...stream,
      receivedBy: nameOf(stream.receiverKey, stream.receivedBy),
      sentBy: nameOf(stream.senderKey, stream.sentBy),
    })),
  };
}

function describeFailure(sessionOrSegment: unknown): string | undefined {
  if (!saysFailure(sessionOrSegment)) return undefined;
  const stage = textIn(sessionOrSegment, 'failureInfo', 'stage') ?? 'unknown';
  return `${stage}: ${textIn(sessionOrSegment, 'failureInfo', 'reason') ?? 'Graph gives no reason'}`;
}
