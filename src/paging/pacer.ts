/**
 * Keeps this instance under Graph's limits. A short wait is slept; a long one is thrown as "throttled", so that the
 * work goes back to the queue and nobody pays for sleeping.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { GraphError } from '../errors.ts';

export interface Pacer {
  /** Waits up to this are slept, milliseconds. */
  readonly longestSleepMs: number;
  /**
   * Takes a place for one request about this subject, when one is free. Throws GraphError when that is too far off;
   * with `patient`, for work that cannot be left now, it sleeps however long it takes.
   */
  take(subject: string, patient?: boolean): Promise<void>;
  /** Nothing more about this subject for so long: Graph asked for it. */
  hold(subject: string, forMs: number): void;
}

export interface PacerOptions {
  /** So many requests about one subject … */
  limit: number;
  /** … in any window of this length. */
  windowMs: number;
  /** Longer waits are not slept. */
  longestSleepMs: number;
  /** Milliseconds of a clock that does not go back. */
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

interface Past {
  /** Times of the requests that still count, in order; those in the future have their place already. */
  times: number[];
  heldUntil: number;
}

/** `whole` limits all subjects together. */
export function makePacer(options: PacerOptions, whole?: Pacer): Pacer {
  const { limit, windowMs, longestSleepMs, now = () => performance.now(), sleep = delay } = options;
  /** The subjects of late, the latest last. */
  const subjects = new Map<string, Past>();

  function pastOf(subject: string, at: number): Past {
    const past = subjects.get(subject) ?? { times: [], heldUntil: 0 };
    past.times = past.times.filter((time) => time > at - windowMs);
    subjects.delete(subject);
    subjects.set(subject, past);
    return past;
  }

  function forgetOld(at: number): void {
    for (const [subject, { times, heldUntil }] of subjects) {
      if (heldUntil > at) continue;
      if ((times.at(-1) ?? 0) > at - windowMs) return;
      subjects.delete(subject);
    }
  }

  return {
    longestSleepMs,
    async take(subject, patient = false) {
      await whole?.take('all', patient);
      const at = now();
      forgetOld(at);
      const { times, heldUntil } = pastOf(subject, at);
      const oldest = times.at(-limit);
      const free = Math.max(at, heldUntil, oldest === undefined ? 0 : oldest + windowMs);
      if (free - at > longestSleepMs && !patient) {
        // Whoever goes on, on this instance or another, finds the whole window free.
        const clear = Math.max(heldUntil, (times.at(-1) ?? 0) + windowMs);
        throw new GraphError('Asking Graph at its pace: the limit is reached for now', {
          meaning: 'throttled',
          retryAfterMs: Math.ceil(clear - at),
        });
      }
      times.push(free);
      if (free > at) await sleep(free - at);
    },
    hold(subject, forMs) {
      const past = pastOf(subject, now());
      past.heldUntil = Math.max(past.heldUntil, now() + forMs);
    },
  };
}
