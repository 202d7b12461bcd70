/**
 * When Microsoft calls a stream poor: "Stream Classification in Call Quality Dashboard"
 * (learn.microsoft.com/microsoftteams/stream-classification-in-call-quality-dashboard), written with the members of a
 * call record. All limits are strict, and what is not known decides nothing.
 */

export type MediaKind = 'audio' | 'video' | 'sharing';
export type StreamRuleId = 'cqd-audio' | 'cqd-video' | 'cqd-vbss';
export type Unit = 'ms' | 'share' | 'percent' | 'frames/s' | 'packets';

export interface Limit {
  /** The member of the stream. */
  measure: string;
  /** What people call it. */
  words: string;
  unit: Unit;
  /** Poor on this side of the limit. */
  poor: '>' | '<';
  /** Milliseconds for durations, else as in the record. */
  limit: number;
}

export interface StreamRule {
  id: StreamRuleId;
  /** A stream with no more packets than this is not classified. */
  minPackets: number | undefined;
  /** Whether each limit counts, or only that of the first measure that is known. */
  counts: 'each' | 'first known';
  limits: readonly Limit[];
}

export const streamRules: Readonly<Record<MediaKind, StreamRule>> = {
  audio: {
    id: 'cqd-audio',
    minPackets: 500,
    counts: 'each',
    limits: [
      { measure: 'averageRoundTripTime', words: 'round trip', unit: 'ms', poor: '>', limit: 500 },
      { measure: 'averagePacketLossRate', words: 'packet loss', unit: 'share', poor: '>', limit: 0.1 },
      { measure: 'averageJitter', words: 'jitter', unit: 'ms', poor: '>', limit: 30 },
    ],
  },
  video: { id: 'cqd-video', minPackets: undefined, counts: 'first known', limits: videoLimits(7) },
  sharing: { id: 'cqd-vbss', minPackets: undefined, counts: 'first known', limits: videoLimits(2) },
};

function videoLimits(minFrameRate: number): readonly Limit[] {
  return [
    {
      measure: 'averageVideoFrameLossPercentage',
      words: 'frame loss',
      unit: 'percent',
      poor: '>',
      limit: 50,
    },
    {
      measure: 'averageVideoFrameRate',
      words: 'frame rate',
      unit: 'frames/s',
      poor: '<',
      limit: minFrameRate,
    },
    {
      measure: 'postForwardErrorCorrectionPacketLossRate',
      words: 'packet loss after error correction',
      unit: 'share',
      poor: '>',
      limit: 0.15,
    },
  ];
}

/**
 * What the label of a media is about: `main-audio`, `main-video`, `applicationsharing-video`. Sharing is looked for
 * before video, whose name is part of its own. `undefined`: no rule covers it, as for `data`.
 */
export function kindOfMedia(label: unknown): MediaKind | undefined {
  if (typeof label !== 'string') return undefined;
  const name = label.toLowerCase();
  if (name.includes('video')) return name.includes('sharing') ? 'sharing' : 'video';
  return name.includes('audio') ? 'audio' : undefined;
}

/** The limit that a verdict rests on. */
export function findLimit(ruleId: StreamRuleId | undefined, measure: string | undefined): Limit | undefined {
  const rule = Object.values(streamRules).find(({ id }) => id === ruleId);
  return rule?.limits.find((limit) => limit.measure === measure);
}
