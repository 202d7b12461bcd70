/**
 * A call record as somebody may see it who looks at the calls of one person: built anew from what is allowed, right after
 * it is parsed. So whatever is made of it (sentence, timeline, figures, JSON) cannot tell more.
 */
import { listIn, valueIn } from '../../model/graph-value.ts';
import { parseIdentities } from '../../model/identity.ts';
import type { RecordLens } from '../../reading/record-lens.ts';
import { type HiddenPeople, makeHiddenPeople } from './hidden-people.ts';
import { safeFailure, safeId, safeLabel, safeMeasure, safeTime, safeWord } from './safe-values.ts';

export interface PersonLens extends RecordLens, Omit<HiddenPeople, 'show'> {}

/** Members at the top that are read in one form only: a record in which they have another is not shown. */
const openMembers: ReadonlySet<string> = new Set(['id', 'version', 'startDateTime', 'endDateTime']);

const streamMeasures = [
  'streamDirection',
  'audioCodec',
  'videoCodec',
  'averageAudioDegradation',
  'averageAudioNetworkJitter',
  'averageBandwidthEstimate',
  'averageFreezeDuration',
  'averageJitter',
  'averagePacketLossRate',
  'averageRatioOfConcealedSamples',
  'averageReceivedFrameRate',
  'averageRoundTripTime',
  'averageVideoFrameLossPercentage',
  'averageVideoFrameRate',
  'averageVideoPacketLossRate',
  'isAudioForwardErrorCorrectionUsed',
  'lowFrameRateRatio',
  'lowVideoProcessingCapabilityRatio',
  'maxAudioNetworkJitter',
  'maxJitter',
  'maxPacketLossRate',
  'maxRatioOfConcealedSamples',
  'maxRoundTripTime',
  'packetUtilization',
  'postForwardErrorCorrectionPacketLossRate',
  'rmsFreezeDuration',
  'wasMediaBypassed',
] as const;

/** `wanted`: the hash of a find key of that person. `tenantId`: whose archive it is, lower case. */
export function makePersonLens(wanted: string, tenantId: string): PersonLens {
  const people = makeHiddenPeople(wanted, tenantId);
  /** Graph gives an identity alone or in a set; here it is always a set. */
  const showIdentities = (value: unknown) => Object.assign({}, ...parseIdentities(value).map(people.show));

  function showEnd(end: unknown): object {
    const role = safeWord(valueIn(end, 'userAgent', 'role'));
    return {
      ...(role !== undefined && { userAgent: { role } }),
      associatedIdentity: showIdentities(valueIn(end, 'associatedIdentity')),
      identity: showIdentities(valueIn(end, 'identity')),
      feedback: showFeedback(valueIn(end, 'feedback')),
    };
  }

  function showSpan(value: unknown): object {
    return {
      startDateTime: safeTime(valueIn(value, 'startDateTime')),
      endDateTime: safeTime(valueIn(value, 'endDateTime')),
      failureInfo: safeFailure(valueIn(value, 'failureInfo')),
      ...(isThere(value, 'caller') && { caller: showEnd(valueIn(value, 'caller')) }),
      ...(isThere(value, 'callee') && { callee: showEnd(valueIn(value, 'callee')) }),
    };
  }

  return {
    ...people,
    member(name, text) {
      if (openMembers.has(name)) return text;
      const value: unknown = JSON.parse(text);
      if (name === 'lastModifiedDateTime') return JSON.stringify(safeTime(value) ?? null);
      if (name === 'type') return JSON.stringify(safeWord(value) ?? null);
      if (name === 'modalities') return JSON.stringify(showWords(value));
      if (name === 'organizer') return JSON.stringify(showIdentities(value));
      if (name === 'participants') return JSON.stringify(listIn({ value }, 'value').map(showIdentities));
      if (name === 'organizer_v2')
        return JSON.stringify({ identity: showIdentities(valueIn(value, 'identity')) });
      return undefined;
    },
    session: (session) => ({
      id: safeId(valueIn(session, 'id')),
      modalities: showWords(valueIn(session, 'modalities')),
      ...showSpan(session),
      segments: listIn(session, 'segments').map((segment) => ({
        ...showSpan(segment),
        media: listIn(segment, 'media').map(showMedia),
      })),
    }),
    participant: (participant) => ({ identity: showIdentities(valueIn(participant, 'identity')) }),
  };
}

function showMedia(media: unknown): object {
  return {
    label: safeLabel(valueIn(media, 'label')),
    streams: listIn(media, 'streams').map((stream) => ({
      startDateTime: safeTime(valueIn(stream, 'startDateTime')),
      endDateTime: safeTime(valueIn(stream, 'endDateTime')),
      ...Object.fromEntries(streamMeasures.map((name) => [name, safeMeasure(valueIn(stream, name))])),
    })),
  };
}

/** Rating and complaints, never the words. */
function showFeedback(feedback: unknown): object | null {
  if (typeof feedback !== 'object' || feedback === null) return null;
  const tokens = Object.entries(valueIn(feedback, 'tokens') ?? {});
  const complaints = tokens.filter(([name, isSet]) => isSet === true && safeWord(name) !== undefined);
  return { rating: safeWord(valueIn(feedback, 'rating')), tokens: Object.fromEntries(complaints) };
}

function showWords(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((word) => safeWord(word) ?? []) : [];
}

function isThere(value: unknown, member: string): boolean {
  return typeof valueIn(value, member) === 'object' && valueIn(value, member) !== null;
}
