/**
 * What happens to a record that Graph did not give, as a pure rule. Waits count from now; the message that carries one
 * is the only clock.
 */
import type { GraphMeaning } from '../errors.ts';
import { dayMs, hourMs, minuteMs } from './durations.ts';

/** Graph keeps a call record for 30 days after the call (graph-facts §3). */
export const graphKeepsMs = 30 * dayMs;
/** With less than this left until Graph forgets a record, reconcile asks for it whatever it waits for. */
export const expiringMs = 72 * hourMs;
/** Failed tries are at most this far apart, unless Graph asks for more … */
const maxDelayMs = 30 * minuteMs;
/** … until this long after the first; then the daily reconcile asks. Graph may take 150 minutes to write a record. */
const retriedForMs = 4 * hourMs;
/** Even where Graph asks for no wait at all. */
const minDelayMs = 1000;
const deniedDelayMs = 30 * minuteMs;
/** Delays vary by this share, so that records that failed together do not come back together. */
const spread = 0.2;

/** What is known of a record when Graph did not give it. */
export interface KnownTimes {
  /** ISO 8601. */
  endedAt: string | undefined;
  firstTryAt: Date;
  /** The open row of an earlier try. */
  row: { forgottenAt: Date } | undefined;
}

/** 30 days after the call's end; where a message does not know it, a row may. Else 30 days after the first try, which came later. */
export function findForgottenAt({ endedAt, firstTryAt, row }: KnownTimes): Date {
  if (endedAt === undefined && row) return row.forgottenAt;
  const from = endedAt === undefined ? firstTryAt.getTime() : Date.parse(endedAt);
  return new Date(from + graphKeepsMs);
}

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
  /** How often in a row Graph throttled the record before this time. */
  throttledTries: number;
  /** When Graph forgets the record. */
  forgottenAt: Date;
  /** The first delay. */
  baseDelayMs: number;
  /** From 0 up to 1. */
  random: number;
}

export type AfterRefusal =
  /** Ask again after this time. `counts`: the try counts as failed; a throttled one does not. */
  | { next: 'ask-again'; afterMs: number; counts: boolean }
  /** No more messages; the daily reconcile asks. */
  | { next: 'leave-to-reconcile'; afterMs: number }
  /** Keep the body aside; redrive and the daily reconcile ask. */
  | { next: 'set-aside'; afterMs: number }
  /** Graph has it no longer. */
  | { next: 'lost' };

/** Decides what follows an answer that was not the record. */
export function decideAfterRefusal(refusal: Refusal, asking: Asking): AfterRefusal {
  const { meaning, retryAfterMs } = refusal;
  const { now, firstTryAt, forgottenAt } = asking;
  const atMost = (ms: number) => Math.min(ms, maxWaitMs(asking));
  if (meaning === 'refused') return { next: 'set-aside', afterMs: dayMs };
  if (meaning === 'denied' && now < forgottenAt)
    return { next: 'ask-again', afterMs: deniedDelayMs, counts: true };
  if (meaning === 'throttled' && retryAfterMs !== undefined) {
    return { next: 'ask-again', afterMs: atMost(throttledDelayMs(retryAfterMs, asking)), counts: false };
  }
  if (meaning === 'not-found' && now >= forgottenAt) return { next: 'lost' };
  if (meaning === 'denied' || now.getTime() - firstTryAt.getTime() >= retriedForMs)
    return { next: 'leave-to-reconcile', afterMs: dayMs };
  const afterMs = Math.max(growingDelayMs(asking), atMost(retryAfterMs ?? 0));
  return { next: 'ask-again', afterMs, counts: true };
}

/**
 * However long Graph asks to wait, the record is asked for again before Graph forgets it: at the latest when reconcile
 * would do so anyway, then whenever half of the time that was left has passed.
 */
function maxWaitMs({ now, forgottenAt }: Asking): number {
  const leftMs = forgottenAt.getTime() - now.getTime();
  return leftMs > 0 ? Math.max(leftMs - expiringMs, Math.ceil(leftMs / 2), minDelayMs) : dayMs;
}

/** As long as Graph asked; twice, four times … that, up to 30 minutes, for a record that is throttled again and again. */
function throttledDelayMs(retryAfterMs: number, { throttledTries }: Asking): number {
  const askedMs = Math.max(retryAfterMs, minDelayMs);
  return Math.max(askedMs, Math.min(askedMs * 2 ** throttledTries, maxDelayMs));
}

/** Base, 2 × base, 4 × base … up to 30 minutes, each ±20 %. */
function growingDelayMs({ failedTries, baseDelayMs, random }: Asking): number {
  const delayMs = Math.min(baseDelayMs * 2 ** failedTries, maxDelayMs);
  return Math.round(delayMs * (1 - spread + 2 * spread * random));
}
