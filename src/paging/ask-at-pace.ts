/** Asks Graph under its limits: a short wait that Graph asks for is slept here; after a longer one the caller asks again. */
import { GraphError } from '../errors.ts';
import type { Pacer } from './pacer.ts';

/** How often a request is repeated here after a short wait that Graph asked for. */
const maxRepeats = 3;

/** `patient`: see Pacer. Throws what asking throws; "throttled" with the time to wait if that is too long to be slept. */
export async function askAtPace<Answer>(
  pacer: Pacer,
  subject: string,
  ask: () => Promise<Answer>,
  patient = false,
): Promise<Answer> {
  for (let repeats = 0; ; repeats += 1) {
    await pacer.take(subject, patient);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const waitMs = error.retryAfterMs;
      // Graph does not say which limit was reached: this record's, or that of all.
      if (error.meaning === 'throttled') pacer.slowDown(waitMs);
      if (waitMs === undefined || waitMs > pacer.maxSleepMs || repeats === maxRepeats) throw error;
      pacer.hold(subject, waitMs);
    }
  }
}
