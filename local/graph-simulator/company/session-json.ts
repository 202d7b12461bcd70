/** One session of a call in the form of the schema: its two ends, and the media between them. */
import { secondMs } from '../durations.ts';
import type { Random } from '../generator/random.ts';
import type { Attendance, CompanyCall } from './company-call.ts';
import { deviceInfo, networkInfo, participantEndpoint, serviceEndpoint } from './endpoint-json.ts';
import type { Headset } from './equipment.ts';
import { drawPath, graphTime, type PathFigures } from './figures.ts';
import { type Network, serviceNetwork } from './network.ts';
import { type MediaLabel, makeStream, type StreamFacts } from './streams.ts';

type Json = Record<string, unknown>;

/** An end of a session: a person with their client, or Microsoft's service. */
interface End {
  readonly endpoint: Json;
  readonly network: Network;
  readonly headset: Headset | undefined;
  readonly sends: readonly MediaLabel[];
  readonly isSilent: boolean;
}

interface SessionFacts {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly caller: End;
  readonly callee: End;
}

const labels = ['main-audio', 'main-video', 'applicationsharing-video'] as const;
const modalities = {
  'main-audio': 'audio',
  'main-video': 'video',
  'applicationsharing-video': 'videoBasedScreenSharing',
} as const;
/** From the start of a session to its first packets. */
const setUpMs = 2 * secondMs;

export function makeSession({ failure }: CompanyCall, random: Random, facts: SessionFacts): Json {
  const { id, fromMs, toMs, caller, callee } = facts;
  const times = { startDateTime: graphTime(fromMs), endDateTime: graphTime(toMs) };
  const ends = { failureInfo: failure ?? null, caller: caller.endpoint, callee: callee.endpoint };
  const used = labels.filter((label) => caller.sends.includes(label) || callee.sends.includes(label));
  const path = drawPath(random, caller.network.line, callee.network.line);
  const isConnected = failure?.stage !== 'callSetup';
  const media = isConnected ? used.map((label) => makeMedia(random, label, path, facts)) : [];
  return {
    modalities: used.map((label) => modalities[label]),
    ...times,
    id,
    isTest: false,
    ...ends,
    segments: [{ ...times, id, ...ends, media }],
  };
}

/** What was used in the whole call. */
export function modalitiesOf(attendances: readonly Attendance[]): string[] {
  return labels
    .filter((label) => attendances.some((one) => sentBy(one).includes(label)))
    .map((label) => modalities[label]);
}

export function personEnd(attendance: Attendance, isRated: boolean): End {
  const { who, network, isSilent } = attendance;
  return {
    endpoint: participantEndpoint(attendance, isRated),
    network,
    headset: who.kind === 'phone' ? undefined : who.headset,
    sends: sentBy(attendance),
    isSilent,
  };
}

/** The service gives everybody what the others send; a telephone gets their voices only. */
export function serviceEnd({ who }: Attendance, others: readonly Attendance[]): End {
  const isPhone = who.kind === 'phone';
  const all = labels.filter((label) => others.some((other) => sentBy(other).includes(label)));
  return {
    endpoint: serviceEndpoint(isPhone ? 'audioTeleconferencerController' : 'skypeForBusinessAudioVideoMcu'),
    network: serviceNetwork,
    headset: undefined,
    sends: isPhone ? ['main-audio'] : all,
    isSilent: false,
  };
}

function sentBy({ camera, shares }: Attendance): MediaLabel[] {
  return labels.filter(
    (label) =>
      label === 'main-audio' ||
      (label === 'main-video' && camera) ||
      (label === 'applicationsharing-video' && shares),
  );
}

function makeMedia(random: Random, label: MediaLabel, path: PathFigures, facts: SessionFacts): Json {
  const { caller, callee, fromMs, toMs } = facts;
  const span = { label, path, fromMs: Math.min(fromMs + setUpMs, toMs), toMs };
  const streams: StreamFacts[] = [
    { ...span, direction: 'callerToCallee' as const, isSilent: caller.isSilent && label === 'main-audio' },
    { ...span, direction: 'calleeToCaller' as const, isSilent: callee.isSilent && label === 'main-audio' },
  ].filter(({ direction }) => (direction === 'callerToCallee' ? caller : callee).sends.includes(label));
  return {
    label,
    callerNetwork: networkInfo(caller.network, random),
    calleeNetwork: networkInfo(callee.network, random),
    callerDevice: caller.headset ? deviceInfo(caller.headset, random) : null,
    calleeDevice: callee.headset ? deviceInfo(callee.headset, random) : null,
    streams: streams.map((stream) => makeStream(random, stream)),
  };
}
