/** The verdict of one stream of a call record, with the rule, the value and the limit that it rests on. */
import { durationIn, numberIn } from '../model/graph-value.ts';
import { formatComparison } from './format-measure.ts';
import {
  kindOfMedia,
  type Limit,
  type MediaKind,
  type StreamRule,
  type StreamRuleId,
  streamRules,
} from './stream-rules.ts';

export type Verdict = 'good' | 'poor' | 'unclassified';

/** As people read it. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  good: 'good',
  poor: 'poor',
  unclassified: 'without a verdict',
};

export interface StreamVerdict {
  verdict: Verdict;
  /** `undefined` where no rule covers media of this label. */
  ruleId: StreamRuleId | undefined;
  /**
   * The member of the stream that decided. `undefined` for good audio, where all three did, and where nothing is
   * known; `packetUtilization` where there were too few packets.
   */
  measure: string | undefined;
  /** Milliseconds for durations, else as in the record. */
  value: number | undefined;
  limit: number | undefined;
  /** `round trip 612 ms > 500 ms`; several are joined by commas. Holds no text of the record's. */
  reason: string;
  /** Every measure beyond its limit, in the rule's order; the first is `measure`. */
  beyond: readonly string[];
}

export type Measure = Pick<Limit, 'measure' | 'unit'>;

/** Stands for the length of a stream: too few packets tell nothing. */
export const packetMeasure: Measure = { measure: 'packetUtilization', unit: 'packets' };

/** A measure that is known, beside its limit. */
interface Measured {
  limit: Limit;
  value: number;
}

/** Takes the stream and the label of its media as parsed from the record, whatever they are. */
export function classifyStream(stream: unknown, label: unknown): StreamVerdict {
  return classifyStreamOf(kindOfMedia(label), stream);
}

export function classifyStreamOf(kind: MediaKind | undefined, stream: unknown): StreamVerdict {
  if (!kind) return unclassified('no rule for media of this kind');
  const rule = streamRules[kind];
  const packets = measureIn(stream, packetMeasure);
  if (rule.minPackets !== undefined && !(packets !== undefined && packets > rule.minPackets))
    return tooFewPackets(rule, rule.minPackets, packets);
  const deciding: Measured[] = [];
  for (const limit of rule.limits) {
    const value = measureIn(stream, limit);
    if (value === undefined) continue;
    deciding.push({ limit, value });
    if (rule.counts === 'first known') break;
  }
  return judge(rule, deciding);
}

function judge({ id, counts }: StreamRule, deciding: readonly Measured[]): StreamVerdict {
  const [first] = deciding;
  if (!first) return unclassified('Graph has no measurements', id);
  const beyond = deciding.filter(({ limit, value }) => isBeyond(limit, value));
  const decisive = beyond[0] ?? (counts === 'each' ? undefined : first);
  const said = beyond.length > 0 ? beyond : deciding;
  return {
    verdict: beyond.length > 0 ? 'poor' : 'good',
    ruleId: id,
    measure: decisive?.limit.measure,
    value: decisive?.value,
    limit: decisive?.limit.limit,
    reason: said.map(({ limit, value }) => formatComparison(limit, value)).join(', '),
    beyond: beyond.map(({ limit }) => limit.measure),
  };
}

function tooFewPackets({ id }: StreamRule, limit: number, packets: number | undefined): StreamVerdict {
  const reason =
    packets === undefined
      ? 'the number of packets is not known'
      : `too few packets: ${packets}, where a verdict needs more than ${limit}`;
  return {
    ...unclassified(reason, id),
    ...(packets !== undefined && { measure: packetMeasure.measure, value: packets, limit }),
  };
}

function unclassified(reason: string, ruleId?: StreamRuleId): StreamVerdict {
  return {
    verdict: 'unclassified',
    ruleId,
    measure: undefined,
    value: undefined,
    limit: undefined,
    reason,
    beyond: [],
  };
}

/** Nothing that is measured is negative: such a value stands for one that is not known. */
function measureIn(stream: unknown, { measure, unit }: Measure): number | undefined {
  const value = unit === 'ms' ? durationIn(stream, measure) : numberIn(stream, measure);
  return value !== undefined && value >= 0 ? value : undefined;
}

/** How many times the limit a poor stream's measure is, either way. */
export function excessOf({ value = 0, limit = 0 }: Pick<StreamVerdict, 'value' | 'limit'>): number {
  return value > limit ? value / limit : limit / Math.max(value, Number.MIN_VALUE);
}

/** `read` gives a measure of the stream, milliseconds for durations; nothing, or a negative value, is not known. */
export function verdictOf(
  { minPackets, counts, limits }: StreamRule,
  read: (measure: Measure) => number | undefined,
): Verdict {
  if (minPackets !== undefined && !((read(packetMeasure) ?? 0) > minPackets)) return 'unclassified';
  let verdict: Verdict = 'unclassified';
  for (const limit of limits) {
    const value = read(limit);
    if (value === undefined || value < 0) continue;
    if (isBeyond(limit, value)) return 'poor';
    verdict = 'good';
    if (counts === 'first known') return verdict;
  }
  return verdict;
}

function isBeyond({ poor, limit }: Limit, value: number): boolean {
  return poor === '>' ? value > limit : value < limit;
}
