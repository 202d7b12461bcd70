/** When a walk over Graph's list is tried again after a failure of Graph: a pure rule. */
import type { GraphMeaning } from '../errors.ts';
import { hourMs, minuteMs } from '../model/durations.ts';

const maxDelayMs = 30 * minuteMs;
/** About two hours; the hourly run starts over anyway. */
const maxTries = 8;

/** However long Graph asks to wait, a run over its list is resumed after this: later runs wait for it. */
export const maxListPauseMs = hourMs;

/** How long to wait before the page is requested again; `undefined`: not at all. `failedTries` includes this one. */
export function delayAfterListFailure(meaning: GraphMeaning, failedTries: number): number | undefined {
  const isPassing = meaning === 'throttled' || meaning === 'unavailable';
  if (!isPassing || failedTries >= maxTries) return undefined;
  return Math.min(minuteMs * 2 ** (failedTries - 1), maxDelayMs);
}
