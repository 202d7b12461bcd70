/**
 * What Graph posts: change notifications and lifecycle notifications, in the shapes of
 * https://learn.microsoft.com/graph/changenotifications-for-callrecords and
 * https://learn.microsoft.com/graph/change-notifications-lifecycle-events
 */
import type { Subscription } from './subscription-store.ts';

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** One item of `value`. */
export type Notification = Readonly<Record<string, unknown>>;

export function makeChangeNotification(
  subscription: Subscription,
  changeType: string,
  callId: string,
  tenantId: string,
): Notification {
  const resource = `communications/callRecords/${callId}`;
  return {
    subscriptionId: subscription.id,
    ...(subscription.clientState === undefined ? {} : { clientState: subscription.clientState }),
    changeType,
    resource,
    subscriptionExpirationDateTime: formatWithOffset(subscription.expiresAtMs),
    resourceData: {
      '@odata.type': '#Microsoft.Graph.callRecord',
      '@odata.id': resource,
      id: callId,
    },
    tenantId,
  };
}

/** No changeType, resource or resourceData, although the schema calls the first two required. */
export function makeLifecycleNotification(
  subscription: Subscription,
  event: LifecycleEvent,
  tenantId: string,
): Notification {
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: formatWithOffset(subscription.expiresAtMs),
    tenantId,
    ...(subscription.clientState === undefined ? {} : { clientState: subscription.clientState }),
    lifecycleEvent: event,
  };
}

/** The offset form of Microsoft's examples: `2023-02-28T00:00:00.000+00:00`. */
function formatWithOffset(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '+00:00');
}
