/**
 * Keeps one kind of request of this instance under Graph's limits, and slows it down when Graph refuses. A short wait is
 * slept; a long one is thrown as "throttled", so that the work returns to the queue and no sleep is paid for.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { GraphError } from '../errors.ts';
import { afterRequest, afterThrottle, freeFlow, nextTime } from './congestion.ts';

export interface Pacer {
  /** Waits for one subject up to this are slept, milliseconds. */
  readonly maxSleepMs: number;
  /**
   * Resolves when one request about this subject may be sent. Throws GraphError "throttled" when that is too far off;
   * `patient`, for work that cannot be left now, sleeps until the subject's window has room.
   */
  take(subject: string, patient?: boolean): Promise<void>;
  /** No more requests about this subject for this long: Graph asked for it. */
  hold(subject: string, forMs: number): void;
  /** Graph throttled a request: none about any subject for the time that it asked, then slowly at first. */
  slowDown(waitMs: number | undefined): void;
  /** An operator asks: a hold too long to be slept through ends now. */
  liftHold(): void;
}

export interface PacerOptions {
  /** At most this many requests about one subject … */
  limit: number;
  /** … in any window of this length. */
  windowMs: number;
  /** The same for all subjects together, where there are several: how fast a pacer that was slowed down may become. */
  limitOfAll?: number;
  /** Longer waits for one subject are not slept. */
  maxSleepMs: number;
  /** Milliseconds of a clock that does not go back. */
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
  /** From 0 up to 1. */
  random?: () => number;
}

interface Past {
  /** Times of the requests that still count, in order; future ones have been given away already. */
  times: number[];
  heldUntil: number;
}

/** Waits that concern all records are slept up to this: through the queue, each of them would cost several writes. */
export const maxSharedSleepMs = 30_000;

/** `whole` limits what several pacers ask together. */
export function makePacer(options: PacerOptions, whole?: Pacer): Pacer {
  const { limit, windowMs, maxSleepMs, now = () => performance.now(), sleep = delay } = options;
  const { limitOfAll = limit, random = Math.random } = options;
  const all = { limit: limitOfAll, windowMs };
  /** Recently used subjects, the latest last. */
  const subjects = new Map<string, Past>();
  let congestion = freeFlow;

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

  /** Waits its turn among all subjects, and again when Graph throttles another request meanwhile. */
  async function queueUp(): Promise<void> {
    do {
      const at = now();
      const free = nextTime(congestion, at);
      if (free - at > maxSharedSleepMs) throw throttledError('Graph refuses requests for now', free - at);
      congestion = afterRequest(congestion, free, random(), all);
      if (free > at) await sleep(free - at);
    } while (congestion.heldUntil > now());
  }

  return {
    maxSleepMs,
    async take(subject, patient = false) {
      await queueUp();
      await whole?.take('all', patient);
      const at = now();
      forgetOld(at);
      const { times, heldUntil } = pastOf(subject, at);
      const oldest = times.at(-limit);
      const free = Math.max(at, heldUntil, oldest === undefined ? 0 : oldest + windowMs);
      if (free - at > maxSleepMs && !patient) {
        // After this wait, the whole window is free for whichever instance resumes.
        const clear = Math.max(heldUntil, (times.at(-1) ?? 0) + windowMs);
        throw throttledError('the limit is reached for now', clear - at);
      }
      times.push(free);
      if (free > at) await sleep(free - at);
    },
    hold(subject, forMs) {
      const past = pastOf(subject, now());
      past.heldUntil = Math.max(past.heldUntil, now() + forMs);
    },
    slowDown(waitMs) {
      congestion = afterThrottle(congestion, { at: now(), waitMs, random: random() }, all);
    },
    liftHold() {
      const at = now();
      if (nextTime(congestion, at) - at <= maxSharedSleepMs) return;
      congestion = { ...congestion, heldUntil: at, nextAt: at };
    },
  };
}

function throttledError(why: string, waitMs: number): GraphError {
  return new GraphError(`Asking Graph at its pace: ${why}`, {
    meaning: 'throttled',
    retryAfterMs: Math.ceil(waitMs),
  });
}
