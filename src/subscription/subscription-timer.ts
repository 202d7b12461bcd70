/**
 * What the timer `SUBSCRIPTION_SCHEDULE` does: keeps the subscription, then leaves the verdict of every check for
 * health, which a run that failed changes too.
 */
import type { KeepSubscription } from './keep-subscription.ts';

export interface SubscriptionTimerTools {
  keepSubscription: KeepSubscription;
  /** Makes every check and writes the verdict down. */
  watchHealth(): Promise<void>;
}

export function makeSubscriptionTimer({ keepSubscription, watchHealth }: SubscriptionTimerTools) {
  return async (): Promise<void> => {
    try {
      await keepSubscription();
    } finally {
      await watchHealth();
    }
  };
}
