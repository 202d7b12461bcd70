/** Measures and limits as people read them: `612 ms`, `12%`, `4 frames/s`. */
import type { Limit, Unit } from './stream-rules.ts';

/** `round trip 612 ms > 500 ms`, `frame rate 15 frames/s ≥ 7 frames/s`. */
export function formatComparison({ words, unit, poor, limit }: Limit, value: number): string {
  const isPoor = poor === '>' ? value > limit : value < limit;
  const sign = isPoor ? poor : poor === '>' ? '≤' : '≥';
  return `${words} ${formatMeasure(value, unit, limit)} ${sign} ${formatMeasure(limit, unit)}`;
}

/** To three digits, unless that would make it look like the limit. */
export function formatMeasure(value: number, unit: Unit, limit?: number): string {
  const isShare = unit === 'share';
  const shown = isShare ? shiftPoint(value, 2) : value;
  const isShort = Number.isInteger(shown) || Math.abs(shown) >= 100;
  const rounded = isShort ? Math.round(shown) : Number(shown.toPrecision(3));
  const isMisleading =
    value !== limit && rounded === (isShare && limit !== undefined ? shiftPoint(limit, 2) : limit);
  const text = String(isMisleading ? shown : rounded);
  if (isShare || unit === 'percent') return `${text}%`;
  return `${text} ${text === '1' ? unit.replace('frames', 'frame') : unit}`;
}

/** Not by multiplication: 0.07 × 100 is 7.000000000000001. */
function shiftPoint(value: number, places: number): number {
  return Number(`${value}e${places}`);
}
