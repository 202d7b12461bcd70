/**
 * How fast an instance asks once Graph has refused it, as a pure rule: congestion control, as in TCP. Instances know
 * nothing of each other, and Graph counts what it refuses: each stops, begins again at half its rate, and creeps up.
 */
import { minuteMs } from '../model/durations.ts';

export interface Congestion {
  /** No request is sent before this. */
  readonly heldUntil: number;
  /** When the next request is due, as far as the rate is concerned. */
  readonly nextAt: number;
  /** Requests per millisecond when the hold ends … */
  readonly baseRate: number;
  /** … and what they grow by in each millisecond after it. */
  readonly growth: number;
  /** When the rate was last halved. */
  readonly halvedAt: number;
}

/** The limit that Graph sets: this many requests in any window of this length. */
export interface RateLimit {
  limit: number;
  windowMs: number;
}

/** Graph has not refused anything, or not for long: only the limits themselves count. */
export const freeFlow: Congestion = {
  heldUntil: 0,
  nextAt: 0,
  baseRate: Number.POSITIVE_INFINITY,
  growth: 0,
  halvedAt: Number.NEGATIVE_INFINITY,
};

/** From half of it, the rate that Graph refused is reached again after half as many windows. */
const windowsToDouble = 4;
/** A hold is up to this share longer than Graph asked, so that instances do not all begin at once. */
const maxHoldSpread = 0.25;
/** Graph counts in windows of a minute at most: a wait longer than this is not about how much the instance asks. */
const maxHoldMs = 5 * minuteMs;
/** Then, and where Graph does not say how long to wait, all pause for this long. */
const defaultHoldMs = 2000;

/** Graph refused a request. The rate is halved once in a window: until that is over, Graph still counts what came before. */
export function afterThrottle(
  state: Congestion,
  refusal: { at: number; waitMs: number | undefined; random: number },
  limit: RateLimit,
): Congestion {
  const { at, waitMs, random } = refusal;
  const holdMs = waitMs === undefined || waitMs > maxHoldMs ? defaultHoldMs : waitMs;
  const until = at + holdMs * (1 + maxHoldSpread * random);
  const heldUntil = Math.max(state.heldUntil, until);
  const rate = Math.min(rateAt(state, at), limit.limit / limit.windowMs);
  const isOld = at < state.halvedAt + limit.windowMs;
  return {
    heldUntil,
    nextAt: heldUntil + random / rate,
    baseRate: isOld ? rate : rate / 2,
    growth: isOld ? state.growth : rate / (windowsToDouble * limit.windowMs),
    halvedAt: isOld ? state.halvedAt : at,
  };
}

/** A request is sent at this time, which is not before `nextTime`. */
export function afterRequest(state: Congestion, at: number, random: number, limit: RateLimit): Congestion {
  const rate = rateAt(state, at);
  if (rate >= limit.limit / limit.windowMs) return freeFlow;
  // Requests are spread by half of the time between two.
  return { ...state, nextAt: at + (0.75 + 0.5 * random) / rate };
}

/** When the next request may be sent. */
export function nextTime({ heldUntil, nextAt }: Congestion, at: number): number {
  return Math.max(at, heldUntil, nextAt);
}

function rateAt({ baseRate, growth, heldUntil }: Congestion, at: number): number {
  return baseRate + growth * Math.max(0, at - heldUntil);
}
