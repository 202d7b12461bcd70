/**
 * What to do about the subscription, as a pure decision (design §7). Its effects are in carry-out-plan.ts.
 */
import { minuteMs } from '../model/durations.ts';
import { isOwn, isSameUrl, wantedChangeType } from '../model/own-subscription.ts';
import type { GraphSubscription } from '../ports/subscription-api.ts';

/** Below Graph's maximum of 4,230 minutes: asking for more is an error. */
export const lifetimeMs = 4200 * minuteMs;
/** Renewed daily in effect, so that an app that is down for two days still finds it alive. */
const renewBelowMs = 48 * 60 * minuteMs;

export interface WantedUrls {
  notificationUrl: string;
  lifecycleNotificationUrl: string;
}

export interface KnownSubscriptions {
  now: Date;
  /** Everything that Graph lists for this app. */
  listed: readonly GraphSubscription[];
  /** What this app remembers of the one it made last. */
  remembered: { id: string; secretFingerprint: string } | undefined;
  wanted: WantedUrls & { secretFingerprint: string };
  /** Graph asked for a reauthorization that was not done yet. */
  askedToRenew: boolean;
}

export type SubscriptionPlan = {
  /** Ours as well, and too many. */
  surplus: GraphSubscription[];
} & (
  | { action: 'keep' | 'renew'; subscription: GraphSubscription }
  /** It leads elsewhere. With a flaw, it has to be replaced after that; a URL that does not answer stops it before. */
  | { action: 'move'; subscription: GraphSubscription; flaw: 'lifecycle-url' | undefined }
  /** There is none. */
  | { action: 'create' }
  /** It has a flaw that Graph cannot change in place. */
  | { action: 'replace'; subscription: GraphSubscription; flaw: Flaw }
);

export type Flaw = 'secret' | 'change-type' | 'lifecycle-url';

export function decideSubscription(facts: KnownSubscriptions): SubscriptionPlan {
  const { remembered, wanted } = facts;
  const ours = facts.listed
    .filter((one) => one.expiresAt > facts.now && isOwn(one, remembered?.id, wanted.notificationUrl))
    .sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
  const subscription = ours.find(({ id }) => id === remembered?.id) ?? ours[0];
  if (!subscription) return { action: 'create', surplus: [] };

  const surplus = ours.filter((one) => one !== subscription);
  const knownFingerprint = remembered?.id === subscription.id ? remembered.secretFingerprint : undefined;
  const flaw = findFlaw(subscription, knownFingerprint, wanted);
  const isElsewhere = !isSameUrl(subscription.notificationUrl, wanted.notificationUrl);
  if (isElsewhere && (flaw === undefined || flaw === 'lifecycle-url'))
    return { action: 'move', subscription, flaw, surplus };
  if (flaw) return { action: 'replace', subscription, flaw, surplus };
  const leftMs = subscription.expiresAt.getTime() - facts.now.getTime();
  return { action: facts.askedToRenew || leftMs < renewBelowMs ? 'renew' : 'keep', subscription, surplus };
}

/** Graph never shows the secret, so one that this app does not remember making may have any. */
function findFlaw(
  one: GraphSubscription,
  knownFingerprint: string | undefined,
  wanted: KnownSubscriptions['wanted'],
): Flaw | undefined {
  if (knownFingerprint !== wanted.secretFingerprint) return 'secret';
  if (one.changeType.toLowerCase() !== wantedChangeType) return 'change-type';
  if (!isSameUrl(one.lifecycleNotificationUrl ?? '', wanted.lifecycleNotificationUrl)) return 'lifecycle-url';
  return undefined;
}
