/** Whether Graph has a subscription to announce calls to: what the app remembers of its last look. */
import { hourMs } from '../../model/durations.ts';
import type { StateFacts } from '../../ports/state-store.ts';
import { type Finding, fine } from '../check.ts';

/** A subscription that lives so long still can be looked after in time when Graph does not answer just now. */
const comfortableMs = 24 * hourMs;

/** `lookDueBy`: when somebody must have looked after it again at the latest, for a look at this time. */
export function judgeSubscription(
  row: StateFacts | undefined,
  now: Date,
  lookDueBy: (lookedAt: Date) => Date,
): Finding {
  const { subscription_id: id, expires_at: expiresAt, checked_at: checkedAt, problem, advice } = row ?? {};
  const facts = { subscriptionId: id, expiresAt, checkedAt, problem };
  const fail = (words: string): Finding => ({ state: 'fail', facts, advice: words });
  if (checkedAt === undefined)
    return fail('The app has not asked Graph for a subscription yet: its timer "subscription" does that.');
  const leftMs = expiresAt ? Date.parse(expiresAt) - now.getTime() : 0;
  // What failed says what to do; a Graph that just does not answer is no cause for alarm yet.
  if (problem === 'graph' && leftMs > comfortableMs) return { state: 'warn', facts, advice: advice ?? '' };
  if (problem !== undefined) return fail(advice ?? '');
  if (now > lookDueBy(new Date(checkedAt)))
    return fail('Nobody has looked after the subscription since: see whether the timer "subscription" runs.');
  if (leftMs <= 0) return fail('The subscription has expired: the timer "subscription" makes a new one.');
  return fine(facts);
}
