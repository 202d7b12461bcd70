/** A pacer without limits, for tests in which the pace does not matter. */
import type { Pacer } from '../../src/paging/pacer.ts';

export const freePacer: Pacer = {
  maxSleepMs: 0,
  take: () => Promise.resolve(),
  hold: () => undefined,
  slowDown: () => undefined,
  liftHold: () => undefined,
};
