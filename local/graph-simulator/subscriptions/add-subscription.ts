/** Puts a subscription in place without the creation and its handshake. */
import { randomUUID } from 'node:crypto';
import type { SimulatorCore } from '../core.ts';
import { dayMs } from '../durations.ts';
import type { Subscription } from './subscription-store.ts';

export type GivenSubscription = Partial<Omit<Subscription, 'seenCalls' | 'authorizedAtMs'>> &
  Pick<Subscription, 'notificationUrl'>;

export function addSubscription(core: SimulatorCore, given: GivenSubscription): Subscription {
  const now = core.settings.now().getTime();
  const subscription: Subscription = {
    id: randomUUID(),
    resource: 'communications/callRecords',
    changeType: 'updated',
    lifecycleNotificationUrl: undefined,
    clientState: undefined,
    latestSupportedTlsVersion: 'v1_2',
    applicationId: core.settings.appId,
    expiresAtMs: now + 2 * dayMs,
    ...given,
    authorizedAtMs: now,
    seenCalls: new Set(),
  };
  core.subscriptions.add(subscription);
  core.activity.changed();
  return subscription;
}
