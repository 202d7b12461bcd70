/** What a session says of its two ends: client, machine and feedback; by media, network and devices. */
import { listIn, numberIn, textIn, valueIn, wordIn } from '../model/graph-value.ts';
import { type Side, sides } from '../model/session-end.ts';
import { joinKnown, otherFigures } from './other-figures.ts';

export interface SessionDetail {
  what: 'client' | 'machine' | 'feedback' | 'failure' | 'network' | 'devices';
  /** Counted from 1, where a session has several. */
  segment: number | undefined;
  /** The label: `main-audio`. */
  media: string | undefined;
  /** Whose; `undefined` where it is of both. */
  side: Side | undefined;
  text: string;
}

export function describeEnd(side: Side, endpoint: unknown): SessionDetail[] {
  const texts = {
    client: describeClient(valueIn(endpoint, 'userAgent')),
    machine: describeMachine(endpoint),
    feedback: describeFeedback(valueIn(endpoint, 'feedback')),
  };
  return (['client', 'machine', 'feedback'] as const).flatMap((what) => {
    const text = texts[what];
    return text ? [{ what, segment: undefined, media: undefined, side, text }] : [];
  });
}

export function describeMedia(media: unknown, segment: number | undefined): SessionDetail[] {
  const label = textIn(media, 'label') ?? 'media';
  return sides.flatMap((side) => {
    const texts = {
      network: describeNetwork(valueIn(media, `${side}Network`)),
      devices: describeDevices(valueIn(media, `${side}Device`)),
    };
    return (['network', 'devices'] as const).flatMap((what) => {
      const text = texts[what];
      return text ? [{ what, segment, media: label, side, text }] : [];
    });
  });
}

function describeClient(agent: unknown): string | undefined {
  const platform = wordIn(agent, 'platform');
  const header = textIn(agent, 'headerValue');
  return joinKnown(' ', [
    wordIn(agent, 'productFamily'),
    textIn(agent, 'applicationVersion'),
    platform && `on ${platform}`,
    header && `(${header})`,
  ]);
}

function describeMachine(endpoint: unknown): string | undefined {
  const cores = numberIn(endpoint, 'cpuCoresCount');
  return joinKnown(', ', [textIn(endpoint, 'name'), textIn(endpoint, 'cpuName'), cores && `${cores} cores`]);
}

/** Rating, complaints and words. */
export function describeFeedback(feedback: unknown): string | undefined {
  const rating = wordIn(feedback, 'rating');
  const said = textIn(feedback, 'text');
  const tokens = Object.entries(valueIn(feedback, 'tokens') ?? {});
  const complaints = tokens.filter(([, isSet]) => isSet === true).map(([token]) => token);
  const words = [rating === 'notRated' ? undefined : rating, complaints.join(', '), said && `“${said}”`];
  return joinKnown(': ', words);
}

function describeNetwork(network: unknown): string | undefined {
  const speed = numberIn(network, 'linkSpeed');
  const signal = numberIn(network, 'wifiSignalStrength');
  const [ip, subnet] = [textIn(network, 'ipAddress'), textIn(network, 'subnet')];
  const hops = listIn(network, 'traceRouteHops').length;
  return joinKnown(', ', [
    wordIn(network, 'connectionType'),
    ip && subnet ? `${ip} in ${subnet}` : ip,
    wordIn(network, 'networkTransportProtocol'),
    // Graph gives an unknown speed as an impossible one.
    speed !== undefined && speed > 0 && speed < 4e9 ? `${Math.round(speed / 1e5) / 10} Mbit/s` : undefined,
    signal === undefined ? undefined : `signal ${signal}%`,
    textIn(network, 'dnsSuffix'),
    ...otherFigures(network, saidOfNetworks),
    hops > 0 && `${hops} hops traced`,
  ]);
}

const saidOfNetworks: ReadonlySet<string> = new Set([
  'connectionType',
  'ipAddress',
  'subnet',
  'networkTransportProtocol',
  'linkSpeed',
  'wifiSignalStrength',
  'dnsSuffix',
]);

function describeDevices(device: unknown): string | undefined {
  const [microphone, speaker] = [textIn(device, 'captureDeviceName'), textIn(device, 'renderDeviceName')];
  return joinKnown(', ', [
    microphone && `captures with ${microphone}`,
    speaker && `plays on ${speaker}`,
    ...otherFigures(device, new Set(['captureDeviceName', 'renderDeviceName'])),
  ]);
}
