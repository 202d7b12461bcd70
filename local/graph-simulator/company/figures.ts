/**
 * What a line does to what is sent over it. A call has the figures of both ends' lines together; those of one line
 * hardly change within a call, and no average is above its maximum.
 */
import type { Random } from '../generator/random.ts';
import type { LineName } from './network.ts';

type Range = readonly [from: number, to: number];

interface LineRanges {
  readonly roundTripMs: Range;
  readonly jitterMs: Range;
  /** 0 to 1. */
  readonly loss: Range;
  /** Whether pictures suffer so much that one sees it. */
  readonly isSlow: boolean;
}

const lines: Readonly<Record<LineName, LineRanges>> = {
  wired: { roundTripMs: [8, 25], jitterMs: [1, 4], loss: [0, 0.001], isSlow: false },
  wifi: { roundTripMs: [14, 40], jitterMs: [2, 8], loss: [0, 0.006], isSlow: false },
  mobile: { roundTripMs: [45, 90], jitterMs: [5, 12], loss: [0.001, 0.015], isSlow: false },
  'bad-wifi': { roundTripMs: [90, 240], jitterMs: [36, 58], loss: [0.02, 0.07], isSlow: true },
  congested: { roundTripMs: [540, 760], jitterMs: [9, 16], loss: [0.02, 0.05], isSlow: true },
  service: { roundTripMs: [2, 8], jitterMs: [0, 1], loss: [0, 0], isSlow: false },
  telephone: { roundTripMs: [20, 60], jitterMs: [1, 4], loss: [0, 0.002], isSlow: false },
};

export interface PathFigures {
  readonly roundTripMs: number;
  readonly jitterMs: number;
  readonly loss: number;
  readonly isSlow: boolean;
}

/** Of the path between two lines, for one call. */
export function drawPath(random: Random, one: LineName, other: LineName): PathFigures {
  // Within one office nothing goes over its line to the world.
  const ends = one === 'congested' && other === one ? [lines.wired, lines.wired] : [lines[one], lines[other]];
  const add = (measure: (line: LineRanges) => Range) =>
    ends.reduce((sum, line) => sum + between(random, measure(line)), 0);
  return {
    roundTripMs: add((line) => line.roundTripMs),
    jitterMs: add((line) => line.jitterMs),
    loss: add((line) => line.loss),
    isSlow: ends.some(({ isSlow }) => isSlow),
  };
}

/** An average near `value`, and a maximum above it. */
export function averageAndMax(random: Random, value: number): { average: number; max: number } {
  const average = value * between(random, [1, 1.08]);
  return { average, max: average * between(random, [1.15, 2.4]) };
}

export function between(random: Random, [from, to]: Range): number {
  return from + random.next() * (to - from);
}

/** With seven digits, as Graph gives singles. */
export function single(value: number): number {
  return Number(value.toPrecision(7));
}

/** With seven digits and never above 1. */
export function ratio(value: number): number {
  return single(Math.min(1, value));
}

/** ISO 8601, to the millisecond: `PT0.016S`. */
export function duration(ms: number): string {
  const whole = Math.round(ms);
  return whole === 0 ? 'PT0S' : `PT${whole / 1000}S`;
}

/** With the seven fractional digits of Graph's; the same moment has the same text. */
export function graphTime(atMs: number): string {
  const further = String((atMs * 7919) % 10_000).padStart(4, '0');
  return `${new Date(atMs).toISOString().slice(0, -1)}${further}Z`;
}
