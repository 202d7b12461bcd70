/**
 * What happens to a record that Graph did not give: the table of design §6 as a pure rule.
 * A wait is counted from now; the message that carries it is the only clock.
 */
import type { GraphMeaning } from '../errors.ts';
import { dayMs, hourMs, minuteMs } from './durations.ts';

/** Graph keeps a call record for 30 days after the call (graph-facts §3). */
export const graphKeepsMs = 30 * dayMs;
/** Tries that fail follow each other at most this far apart, unless Graph asks for more … */
const longestDelayMs = 30 * minuteMs;
/** … until this long after the first; then the daily reconcile asks. Graph may take 150 minutes to write a record. */
const retriedForMs = 4 * hourMs;
/** Even where Graph asks for no wait at all. */
const shortestDelayMs = 1000;
const deniedDelayMs = 30 * minuteMs;
/** A delay is spread by this share, so that records that failed together do not come back together. */
const spread = 0.2;

export interface Refusal {
  meaning: GraphMeaning;
  /** How long Graph asked to wait. */
  retryAfterMs: number | undefined;
}

export interface Asking {
  now: Date;
  firstTryAt: Date;
  /** Failed tries before this one. */
  failedTries: number;
  /** When Graph forgets the record. */
  forgottenAt: Date;
  /** The first delay. */
  baseDelayMs: number;
  /** From 0 up to 1. */
  random: number;
}

export type AfterRefusal =
  /** Ask again after this time. `counts`: it was a failed try, not a mere putting off. */
  | { next: 'ask-again'; afterMs: number; counts: boolean }
  /** No more messages; the daily reconcile asks. */
  | { next: 'leave-to-reconcile'; afterMs: number }
  /** Keep the body aside; redrive and the daily reconcile ask. */
  | { next: 'set-aside'; afterMs: number }
  /** Graph has it no longer. */
  | { next: 'lost' };

/** Decides what follows an answer that was not the record. */
export function decideAfterRefusal({ meaning, retryAfterMs }: Refusal, asking: Asking): AfterRefusal {
  const { now, firstTryAt, forgottenAt } = asking;
  if (meaning === 'refused') return { next: 'set-aside', afterMs: dayMs };
  if (meaning === 'denied') return { next: 'ask-again', afterMs: deniedDelayMs, counts: true };
  if (meaning === 'throttled' && retryAfterMs !== undefined) {
    return { next: 'ask-again', afterMs: Math.max(retryAfterMs, shortestDelayMs), counts: false };
  }
  if (meaning === 'not-found' && now >= forgottenAt) return { next: 'lost' };
  if (now.getTime() - firstTryAt.getTime() >= retriedForMs)
    return { next: 'leave-to-reconcile', afterMs: dayMs };
  return { next: 'ask-again', afterMs: Math.max(growingDelayMs(asking), retryAfterMs ?? 0), counts: true };
}

/** Base, 2 × base, 4 × base … up to the longest, each spread by ±20 %. */
function growingDelayMs({ failedTries, baseDelayMs, random }: Asking): number {
  const delayMs = Math.min(baseDelayMs * 2 ** failedTries, longestDelayMs);
  return Math.round(delayMs * (1 - spread + 2 * spread * random));
}
