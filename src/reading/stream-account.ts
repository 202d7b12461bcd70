/** One media stream of a session: who received it from whom, its verdict, and every figure that is known of it. */
import { durationIn, formatDuration, numberIn, textIn, timeIn, wordIn } from '../model/graph-value.ts';
import { formatSessionEnd } from '../model/session-end.ts';
import type { StreamVerdict } from '../quality/classify-stream.ts';
import type { JudgedSegment, JudgedStream } from '../quality/judge-session.ts';
import { directionOf } from '../quality/stream-direction.ts';
import { joinKnown, otherFigures } from './other-figures.ts';

export interface StreamAccount extends Omit<StreamVerdict, 'beyond'> {
  /** The label: `main-audio`. */
  media: string;
  /** Counted from 1, where a session has several. */
  segment: number | undefined;
  /** ISO 8601, as Graph gives it: of the stream, else of its segment, else of the session. */
  from: string | undefined;
  to: string | undefined;
  receivedBy: string;
  sentBy: string;
  /** What they can be searched by; `undefined` for a service. */
  receiverKey: string | undefined;
  senderKey: string | undefined;
  /** Codec, jitter, loss and whatever else is known. */
  figures: string | undefined;
}

export interface StreamPlace {
  media: unknown;
  segment: unknown;
  session: unknown;
  /** Of the segment; so is the number. */
  ends: JudgedSegment['ends'];
  number: number | undefined;
}

export function describeStream(
  { stream, verdict: judged }: JudgedStream,
  { media, segment, session, ends, number }: StreamPlace,
): StreamAccount {
  const { sender, receiver } = directionOf(stream, { caller: ends.caller.end, callee: ends.callee.end });
  const time = (name: string) => timeIn(stream, name) ?? timeIn(segment, name) ?? timeIn(session, name);
  const { beyond: _, ...verdict } = judged;
  return {
    media: textIn(media, 'label') ?? 'media',
    segment: number,
    from: time('startDateTime'),
    to: time('endDateTime'),
    receivedBy: formatSessionEnd(receiver),
    sentBy: formatSessionEnd(sender),
    receiverKey: receiver?.key,
    senderKey: sender?.key,
    ...verdict,
    figures: describeFigures(stream),
  };
}

function describeFigures(stream: unknown): string | undefined {
  const duration = (what: string, name: string) => {
    const [usual, worst] = [durationIn(stream, `average${name}`), durationIn(stream, `max${name}`)];
    return usual === undefined
      ? undefined
      : `${what} ${formatDuration(usual)}${worst ? ` (worst ${formatDuration(worst)})` : ''}`;
  };
  const share = (what: string, name: string) => {
    const [usual, worst] = [numberIn(stream, `average${name}`), numberIn(stream, `max${name}`)];
    return usual === undefined
      ? undefined
      : `${what} ${percent(usual)}${worst ? ` (worst ${percent(worst)})` : ''}`;
  };
  return joinKnown(', ', [
    wordIn(stream, 'audioCodec') ?? wordIn(stream, 'videoCodec'),
    duration('jitter', 'Jitter'),
    duration('round trip', 'RoundTripTime'),
    share('loss', 'PacketLossRate'),
    share('concealed', 'RatioOfConcealedSamples'),
    ...otherFigures(stream, saidOfStreams),
  ]);
}

const saidOfStreams: ReadonlySet<string> = new Set([
  '@odata.type',
  'streamId',
  'streamDirection',
  'startDateTime',
  'endDateTime',
  'audioCodec',
  'videoCodec',
  ...['Jitter', 'RoundTripTime', 'PacketLossRate', 'RatioOfConcealedSamples'].flatMap((name) => [
    `average${name}`,
    `max${name}`,
  ]),
]);

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
