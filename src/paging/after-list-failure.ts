/** What happens to a walk over Graph's list when Graph fails: a pure rule. */
import type { GraphMeaning } from '../errors.ts';
import { minuteMs } from '../model/durations.ts';

const longestDelayMs = 30 * minuteMs;
/** About two hours; the hourly run begins anew anyway. */
const mostTries = 8;

/** How long to wait before the page is asked for again; `undefined`: no more. `failedTries` counts this one. */
export function delayAfterListFailure(meaning: GraphMeaning, failedTries: number): number | undefined {
  const isPassing = meaning === 'throttled' || meaning === 'unavailable';
  if (!isPassing || failedTries >= mostTries) return undefined;
  return Math.min(minuteMs * 2 ** (failedTries - 1), longestDelayMs);
}
