/** A company's record as a test reads it: the members that are looked at, and those of no interest left out. */
import { expectedDocument } from '../../../local/graph-simulator/records/expected-document.ts';
import type { SimulatedRecord } from '../../../local/graph-simulator/records/simulated-record.ts';

type Figure = string | number | null;

interface Span {
  startDateTime: string;
  endDateTime: string;
}

export interface EndpointJson {
  name: string;
  cpuName: string;
  cpuCoresCount: number;
  userAgent: { headerValue: string };
  associatedIdentity: { id: string; displayName: string | null; userPrincipalName: string | null };
  feedback: { rating: string } | null;
}

interface DeviceJson {
  captureDeviceName: string;
  renderDeviceName: string;
  captureNotFunctioningEventRatio: number;
}

interface NetworkJson {
  ipAddress: string;
  macAddress: string;
  connectionType: string;
  reflexiveIPAddress: string;
}

interface StreamJson extends Span {
  packetUtilization: number;
  audioCodec: string | null;
  averageJitter: Figure;
  maxJitter: Figure;
  averageRoundTripTime: Figure;
  maxRoundTripTime: Figure;
  averageAudioNetworkJitter: Figure;
  maxAudioNetworkJitter: Figure;
  averageFreezeDuration: Figure;
  rmsFreezeDuration: Figure;
  averagePacketLossRate: Figure;
  maxPacketLossRate: Figure;
  averageRatioOfConcealedSamples: Figure;
  maxRatioOfConcealedSamples: Figure;
}

interface MediaJson {
  callerDevice: DeviceJson | null;
  calleeDevice: DeviceJson | null;
  callerNetwork: NetworkJson;
  calleeNetwork: NetworkJson;
  streams: StreamJson[];
}

interface SessionJson extends Span {
  failureInfo: { stage: string } | null;
  caller: EndpointJson;
  callee: EndpointJson;
  segments: (Span & { media: MediaJson[] })[];
}

export interface CallJson extends Span {
  lastModifiedDateTime: string;
  sessions: SessionJson[];
  participants_v2: { id: string }[];
}

export function parseCall(record: SimulatedRecord): CallJson {
  return JSON.parse(expectedDocument(record).toString());
}

export function streamsOf({ sessions }: Pick<CallJson, 'sessions'>): StreamJson[] {
  return sessions.flatMap(({ segments }) =>
    segments.flatMap(({ media }) => media.flatMap(({ streams }) => streams)),
  );
}

/** Of a duration such as `PT0.016S`; a number stays as it is. */
export function secondsOf(figure: Figure): number {
  return typeof figure === 'string'
    ? Number(/^PT([0-9.]+)S$/.exec(figure)?.[1])
    : Number(figure ?? Number.NaN);
}
