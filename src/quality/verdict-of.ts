/** The verdict of a stream by one rule, whatever its measures are read from. */
import type { Limit, StreamRule } from './stream-rules.ts';

export type Verdict = 'good' | 'poor' | 'unclassified';
export type Measure = Pick<Limit, 'measure' | 'unit'>;

export const packetMeasure: Measure = { measure: 'packetUtilization', unit: 'packets' };

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

export function isBeyond({ poor, limit }: Limit, value: number): boolean {
  return poor === '>' ? value > limit : value < limit;
}
