/** What one session of a call did, in words: between whom, with what, over which network, how well, and what failed. */
import { isKnownTime } from '../model/graph-time.ts';
import {
  durationIn,
  formatDuration,
  listIn,
  numberIn,
  textIn,
  timeIn,
  valueIn,
  wordIn,
} from '../model/graph-value.ts';
import { formatSessionEnd, parseSessionEnd } from '../model/session-end.ts';

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
  /** Everything else that is known, by label. */
  details: Record<string, string>;
}

const sides = ['caller', 'callee'] as const;
type Side = (typeof sides)[number];

export function describeSession(session: unknown): SessionAccount {
  const details: Record<string, string> = {};
  const note = (label: string, text: string | undefined) => {
    if (!text) return;
    // Two streams may have the same label and direction.
    let unique = label;
    for (let n = 2; Object.hasOwn(details, unique); n += 1) unique = `${label} (${n})`;
    details[unique] = text;
  };
  for (const side of sides) noteEndpoint(side, valueIn(session, side), note);
  const segments = listIn(session, 'segments');
  for (const [i, segment] of segments.entries())
    noteSegment(segments.length > 1 ? `segment ${i + 1} ` : '', segment, note);
  const [caller, callee] = sides.map((side) => parseSessionEnd(valueIn(session, side)));
  const [from, to] = [timeIn(session, 'startDateTime'), timeIn(session, 'endDateTime')];
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
    failure: describeFailure(valueIn(session, 'failureInfo')),
    details,
  };
}

/** Milliseconds between two times; `undefined` if either is unknown, or the end is before the start. */
export function spanOf(from: string | undefined, to: string | undefined): number | undefined {
  const span = Date.parse(to ?? '') - Date.parse(from ?? '');
  return span >= 0 && isKnownTime(from) && isKnownTime(to) ? span : undefined;
}

type Note = (label: string, text: string | undefined) => void;

function noteEndpoint(side: Side, endpoint: unknown, note: Note): void {
  const agent = valueIn(endpoint, 'userAgent');
  const platform = wordIn(agent, 'platform');
  const client = [
    wordIn(agent, 'productFamily'),
    textIn(agent, 'applicationVersion'),
    platform && `on ${platform}`,
  ];
  note(`${side} client`, joined(' ', [...client, inBrackets(textIn(agent, 'headerValue'))]));
  const cores = numberIn(endpoint, 'cpuCoresCount');
  const machine = [textIn(endpoint, 'name'), textIn(endpoint, 'cpuName'), cores && `${cores} cores`];
  note(`${side} machine`, joined(', ', machine));
  const rating = wordIn(endpoint, 'feedback', 'rating');
  const said = textIn(endpoint, 'feedback', 'text');
  const tokens = Object.entries(valueIn(endpoint, 'feedback', 'tokens') ?? {});
  const complaints = tokens.filter(([, isSet]) => isSet === true).map(([token]) => token);
  const words = [rating === 'notRated' ? undefined : rating, complaints.join(', '), said && `“${said}”`];
  note(`${side} feedback`, joined(': ', words));
}

function noteSegment(prefix: string, segment: unknown, note: Note): void {
  note(`${prefix}failure`, describeFailure(valueIn(segment, 'failureInfo')));
  for (const media of listIn(segment, 'media')) {
    const label = `${prefix}${textIn(media, 'label') ?? 'media'}`;
    for (const side of sides) {
      note(`${label} ${side} network`, describeNetwork(valueIn(media, `${side}Network`)));
      note(`${label} ${side} devices`, describeDevices(valueIn(media, `${side}Device`)));
    }
    for (const stream of listIn(media, 'streams')) {
      const direction =
        textIn(stream, 'streamDirection') === 'calleeToCaller' ? 'callee → caller' : 'caller → callee';
      note(`${label} ${direction}`, describeStream(stream));
    }
  }
}

function describeNetwork(network: unknown): string | undefined {
  const speed = numberIn(network, 'linkSpeed');
  const signal = numberIn(network, 'wifiSignalStrength');
  const [ip, subnet] = [textIn(network, 'ipAddress'), textIn(network, 'subnet')];
  return joined(', ', [
    wordIn(network, 'connectionType'),
    ip && subnet ? `${ip} in ${subnet}` : ip,
    wordIn(network, 'networkTransportProtocol'),
    // Graph gives an unknown speed as an impossible one.
    speed !== undefined && speed > 0 && speed < 4e9 ? `${Math.round(speed / 1e5) / 10} Mbit/s` : undefined,
    signal === undefined ? undefined : `signal ${signal}%`,
    textIn(network, 'dnsSuffix'),
  ]);
}

function describeDevices(device: unknown): string | undefined {
  const [microphone, speaker] = [textIn(device, 'captureDeviceName'), textIn(device, 'renderDeviceName')];
  return joined(', ', [microphone && `captures with ${microphone}`, speaker && `plays on ${speaker}`]);
}

function describeStream(stream: unknown): string | undefined {
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
  return joined(', ', [
    wordIn(stream, 'audioCodec') ?? wordIn(stream, 'videoCodec'),
    duration('jitter', 'Jitter'),
    duration('round trip', 'RoundTripTime'),
    share('loss', 'PacketLossRate'),
    share('concealed', 'RatioOfConcealedSamples'),
  ]);
}

function describeFailure(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null) return undefined;
  if (Object.values(failure).every((value) => value === null)) return undefined;
  return joined(': ', [
    textIn(failure, 'stage') ?? 'unknown',
    textIn(failure, 'reason') ?? 'Graph gives no reason',
  ]);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}

function inBrackets(text: string | undefined): string | undefined {
  return text && `(${text})`;
}

function joined(separator: string, parts: (string | number | undefined | false | 0)[]): string | undefined {
  return parts.filter(Boolean).join(separator) || undefined;
}
