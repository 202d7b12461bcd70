/** Whether Graph has a subscription to announce calls to: what the app remembers of its last look. */
import { hourMs } from '../../model/durations.ts';
import type { SubscriptionState } from '../../state/subscription-state.ts';
import { type Finding, fine } from '../check.ts';

/** With this much life left, a subscription can still be kept in time although Graph does not answer just now. */
const comfortableMs = 24 * hourMs;

export interface LookTimes {
  now: Date;
  /** By when the app must have looked for the first time. */
  firstLookDueBy: Date;
  /** By when it must have looked again, after a look at a given time. */
  lookDueBy(lookedAt: Date): Date;
}

export function judgeSubscription(
  state: SubscriptionState | undefined,
  { now, firstLookDueBy, lookDueBy }: LookTimes,
): Finding {
  const { id, expiresAt, checkedAt, failure } = state ?? {};
  const facts = {
    subscriptionId: id,
    expiresAt: expiresAt?.toISOString(),
    checkedAt: checkedAt?.toISOString(),
    problem: failure?.problem,
  };
  const fail = (words: string): Finding => ({ state: 'fail', facts, advice: words });
  if (checkedAt === undefined && now < firstLookDueBy) return fine(facts);
  if (checkedAt === undefined)
    return fail('The app has not asked Graph for a subscription yet: its timer "subscription" does that.');
  const leftMs = expiresAt ? expiresAt.getTime() - now.getTime() : 0;
  // The failure says what to do; that Graph does not answer for a while is not yet a cause for alarm.
  if (failure?.problem === 'graph' && leftMs > comfortableMs)
    return { state: 'warn', facts, advice: failure.advice };
  if (failure) return fail(failure.advice);
  if (now > lookDueBy(checkedAt))
    return fail(
      'The app has not looked after the subscription since: see whether the timer "subscription" runs.',
    );
  if (leftMs <= 0) return fail('The subscription has expired: the timer "subscription" makes a new one.');
  return fine(facts);
}
