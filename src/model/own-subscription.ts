/** Which of Graph's subscriptions is this app's own (design §7). Others of the same identity are left alone. */

/** `updated` also announces new records (graph-facts §2). */
export const wantedResource = 'communications/callRecords';
export const wantedChangeType = 'updated';

export interface SubscriptionTarget {
  id: string;
  resource: string;
  notificationUrl: string;
}

/** The one that is remembered, or one of the same resource that leads to the same URL. */
export function isOwn(
  one: SubscriptionTarget,
  rememberedId: string | undefined,
  notificationUrl: string,
): boolean {
  const sameResource = one.resource.replace(/^\//, '').toLowerCase() === wantedResource.toLowerCase();
  return one.id === rememberedId || (sameResource && isSameUrl(one.notificationUrl, notificationUrl));
}

export function isSameUrl(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
