/** Where the ticks of a time axis are, and where on it a moment lies. */
import { dayMs, hourMs, minuteMs, secondMs } from '../../model/durations.ts';
import { wallTime } from '../../reading/dates/time-zone.ts';
import type { Timeline } from './make-timeline.ts';

export interface Tick {
  /** Percent of the width, as an SVG attribute has it. */
  x: string;
  /** `10:15`, or `10:15:30` where ticks are closer than a minute. */
  label: string;
}

const steps = [
  ...[1, 5, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 6, 12].map((count) => count * hourMs),
  dayMs,
];
/** As many labels as a phone has room for. */
const maxTicks = 5;

export function placeTicks({ from, to }: Pick<Timeline, 'from' | 'to'>, zone: string): Tick[] {
  const [startMs, endMs] = [Date.parse(from), Date.parse(to)];
  const stepMs = steps.find((step) => (endMs - startMs) / step <= maxTicks) ?? dayMs;
  const first = Math.ceil(startMs / stepMs) * stepMs;
  const count = Math.min(2 * maxTicks, Math.floor((endMs - first) / stepMs) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const timeMs = first + i * stepMs;
    return {
      x: percent((timeMs - startMs) / (endMs - startMs)),
      label: formatClockTime(new Date(timeMs), zone, stepMs < minuteMs),
    };
  });
}

/** Where a span of the call lies: `x` and `width` in percent. Nothing is too short to be seen, or beyond the edge. */
export function placeSpan(
  span: { from: string; to: string },
  { from, to }: Pick<Timeline, 'from' | 'to'>,
): { x: string; width: string } {
  const lengthMs = Date.parse(to) - Date.parse(from);
  const width = Math.max((Date.parse(span.to) - Date.parse(span.from)) / lengthMs, minShare);
  const x = Math.min((Date.parse(span.from) - Date.parse(from)) / lengthMs, 1 - width);
  return { x: percent(x), width: percent(width) };
}

const minShare = 0.003;

/** `10:15:30` in the time of the zone. */
export function formatClockTime(moment: Date, zone: string, withSeconds = true): string {
  const { hour, minute, second } = wallTime(moment, zone);
  return [hour, minute, ...(withSeconds ? [second] : [])]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}
