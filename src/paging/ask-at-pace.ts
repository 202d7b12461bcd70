/** Asks Graph under its limits: a short wait that Graph wants is waited here; after a longer one the caller comes again. */
import { GraphError } from '../errors.ts';
import type { Pacer } from './pacer.ts';

/** So often the same is asked for again after a short wait that Graph wanted. */
const mostWaits = 3;

/** `patient`: see Pacer. Throws what the asking throws; "throttled" with the time to wait when it is too long to be slept. */
export async function askAtPace<Answer>(
  pacer: Pacer,
  subject: string,
  ask: () => Promise<Answer>,
  patient = false,
): Promise<Answer> {
  for (let waits = 0; ; waits += 1) {
    await pacer.take(subject, patient);
    try {
      return await ask();
    } catch (error) {
      const waitMs = error instanceof GraphError ? error.retryAfterMs : undefined;
      if (waitMs === undefined) throw error;
      pacer.hold(subject, waitMs);
      if (waitMs > pacer.longestSleepMs || waits === mostWaits) throw error;
    }
  }
}
