/** The tenant's subscriptions. What has expired is gone: not found, not listed, not notified. */
export interface Subscription {
  readonly id: string;
  readonly resource: string;
  readonly changeType: string;
  notificationUrl: string;
  readonly lifecycleNotificationUrl: string | undefined;
  readonly clientState: string | undefined;
  readonly latestSupportedTlsVersion: string;
  readonly applicationId: string;
  expiresAtMs: number;
  /** When it was last created or renewed. */
  authorizedAtMs: number;
  /** Calls already announced on this subscription: `created` is sent for the first sight only. */
  readonly seenCalls: Set<string>;
}

export interface SubscriptionStore {
  live(): Subscription[];
  find(id: string): Subscription | undefined;
  add(subscription: Subscription): void;
  remove(id: string): boolean;
  /** A live one of the same app for the same change and resource. */
  duplicateOf(
    wanted: Pick<Subscription, 'changeType' | 'resource' | 'applicationId'>,
  ): Subscription | undefined;
}

export function makeSubscriptionStore(now: () => number): SubscriptionStore {
  const all = new Map<string, Subscription>();

  function live(): Subscription[] {
    const at = now();
    for (const [id, subscription] of all) if (subscription.expiresAtMs <= at) all.delete(id);
    return [...all.values()];
  }

  return {
    live,
    find: (id) => live().find((one) => one.id === id.toLowerCase()),
    add(subscription) {
      all.set(subscription.id, subscription);
    },
    remove: (id) => all.delete(id.toLowerCase()),
    duplicateOf: (wanted) =>
      live().find(
        (one) =>
          one.applicationId === wanted.applicationId &&
          sameSet(one.changeType, wanted.changeType) &&
          plainResource(one.resource) === plainResource(wanted.resource),
      ),
  };
}

/** `/communications/callRecords` and `communications/callRecords` are one resource. */
function plainResource(resource: string): string {
  return resource.replace(/^\//, '').toLowerCase();
}

function sameSet(a: string, b: string): boolean {
  const sorted = (text: string) =>
    text
      .toLowerCase()
      .split(',')
      .map((one) => one.trim())
      .sort()
      .join();
  return sorted(a) === sorted(b);
}
