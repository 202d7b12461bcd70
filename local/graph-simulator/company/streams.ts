/** The streams of a media: what was sent in a direction, with every measure of the schema. */
import type { Random } from '../generator/random.ts';
import { averageAndMax, between, duration, graphTime, type PathFigures, ratio, single } from './figures.ts';

export type MediaLabel = 'main-audio' | 'main-video' | 'applicationsharing-video';
export type Direction = 'callerToCallee' | 'calleeToCaller';

export interface StreamFacts {
  readonly label: MediaLabel;
  readonly direction: Direction;
  readonly fromMs: number;
  readonly toMs: number;
  readonly path: PathFigures;
  /** Nothing was sent: a muted microphone. */
  readonly isSilent: boolean;
}

/** Packets a second. */
const packetRates = {
  'main-audio': [34, 50],
  'main-video': [110, 260],
  'applicationsharing-video': [30, 90],
} as const;
/** Bits a second. */
const bandwidths = { good: [2_500_000, 24_000_000], slow: [180_000, 900_000] } as const;

export function makeStream(random: Random, facts: StreamFacts): Record<string, unknown> {
  const { label, direction, fromMs, toMs, path, isSilent } = facts;
  const isAudio = label === 'main-audio';
  const packets = Math.round(((toMs - fromMs) / 1000) * between(random, packetRates[label]));
  const bandwidth = between(random, path.isSlow ? bandwidths.slow : bandwidths.good);
  const measures = { ...network(random, path), ...(isAudio ? audio(random, path) : video(random, facts)) };
  return {
    streamId: String(random.int(1, 4_294_967_295)),
    streamDirection: direction,
    startDateTime: graphTime(fromMs),
    endDateTime: graphTime(toMs),
    audioCodec: isAudio ? 'satin' : null,
    videoCodec: isAudio ? null : 'h264',
    packetUtilization: isSilent ? 0 : packets,
    averageBandwidthEstimate: Math.round(bandwidth),
    wasMediaBypassed: false,
    ...unmeasured,
    ...(isSilent ? {} : measures),
  };
}

const unmeasured = {
  averageAudioDegradation: null,
  averageJitter: null,
  maxJitter: null,
  averagePacketLossRate: null,
  maxPacketLossRate: null,
  averageRatioOfConcealedSamples: null,
  maxRatioOfConcealedSamples: null,
  averageRoundTripTime: null,
  maxRoundTripTime: null,
  postForwardErrorCorrectionPacketLossRate: null,
  averageVideoFrameLossPercentage: null,
  averageReceivedFrameRate: null,
  lowFrameRateRatio: null,
  averageVideoPacketLossRate: null,
  averageVideoFrameRate: null,
  lowVideoProcessingCapabilityRatio: null,
  averageAudioNetworkJitter: null,
  maxAudioNetworkJitter: null,
  rmsFreezeDuration: null,
  averageFreezeDuration: null,
  isAudioForwardErrorCorrectionUsed: null,
};

function network(random: Random, { jitterMs, loss, roundTripMs }: PathFigures): Record<string, unknown> {
  const [jitter, lost, trip] = [jitterMs, loss, roundTripMs].map((value) => averageAndMax(random, value));
  return {
    averageJitter: duration(jitter?.average ?? 0),
    maxJitter: duration(jitter?.max ?? 0),
    averagePacketLossRate: ratio(lost?.average ?? 0),
    maxPacketLossRate: ratio(lost?.max ?? 0),
    averageRoundTripTime: duration(trip?.average ?? 0),
    maxRoundTripTime: duration(trip?.max ?? 0),
  };
}

function audio(random: Random, { jitterMs, loss }: PathFigures): Record<string, unknown> {
  // What comes late is concealed as what is lost.
  const concealed = averageAndMax(random, loss + Math.max(0, jitterMs - 30) / 300);
  const networkJitter = averageAndMax(random, jitterMs * 2.2);
  return {
    averageAudioDegradation: single(concealed.average * between(random, [12, 16])),
    averageRatioOfConcealedSamples: ratio(concealed.average),
    maxRatioOfConcealedSamples: ratio(concealed.max),
    averageAudioNetworkJitter: duration(networkJitter.average),
    maxAudioNetworkJitter: duration(networkJitter.max),
    isAudioForwardErrorCorrectionUsed: loss > 0.01,
  };
}

function video(random: Random, { label, path }: StreamFacts): Record<string, unknown> {
  const isSharing = label === 'applicationsharing-video';
  const slowRates = isSharing ? ([0.8, 1.6] as const) : ([8, 12] as const);
  const goodRates = isSharing ? ([4, 14] as const) : ([24, 30] as const);
  const frameRate = between(random, path.isSlow ? slowRates : goodRates);
  const freezeMs = between(random, path.isSlow ? [700, 2400] : [0, 60]);
  return {
    postForwardErrorCorrectionPacketLossRate: ratio(path.isSlow ? path.loss * 2.5 : path.loss / 3),
    averageVideoFrameLossPercentage: single(between(random, path.isSlow ? [53, 72] : [0, 4])),
    averageReceivedFrameRate: single(frameRate * between(random, [0.9, 1])),
    lowFrameRateRatio: ratio(between(random, path.isSlow ? [0.3, 0.8] : [0, 0.05])),
    averageVideoPacketLossRate: ratio(path.loss),
    averageVideoFrameRate: single(frameRate),
    lowVideoProcessingCapabilityRatio: 0,
    rmsFreezeDuration: duration(freezeMs * between(random, [1.1, 1.6])),
    averageFreezeDuration: duration(freezeMs),
  };
}
