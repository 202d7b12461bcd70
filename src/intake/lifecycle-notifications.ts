/** Lifecycle notifications of the subscription become requests to renew it or to reconcile. */
import { z } from 'zod';
import type { ArchiveRequest } from '../model/archive-request.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { TrustedSender } from './change-notifications.ts';
import { checkEachOnce, findDistrust } from './client-state.ts';
import { makeDropCount } from './drop-count.ts';
import type { ParseItems } from './webhook.ts';

/** They have neither changeType nor resource, and name their tenant by either member (graph-facts §1). */
const lifecycleNotification = z
  .object({
    tenantId: z.string().nullish(),
    organizationId: z.string().nullish(),
    subscriptionId: z.guid().toLowerCase(),
    lifecycleEvent: z.string(),
  })
  .transform(({ tenantId, organizationId, ...rest }) => ({ ...rest, tenant: tenantId ?? organizationId }));

type IgnoreReason = 'shape' | 'client-state' | 'tenant' | 'unknown-event';

export function makeParseLifecycleNotifications(
  sender: TrustedSender,
  note: NoteEvent,
  now: () => Date,
): ParseItems {
  return async (items): Promise<ArchiveRequest[]> => {
    const ignored = makeDropCount<IgnoreReason>(note);
    // One request for each thing to do, however often the batch says it.
    const requests = new Map<string, ArchiveRequest>();
    const senderOfThese = { ...sender, checkClientState: checkEachOnce(sender.checkClientState) };
    let count = 0;
    for await (const item of items) {
      count += 1;
      const result = parseItem(item, senderOfThese, now());
      if ('request' in result) requests.set(result.key, result.request);
      else ignored.drop(result.ignore);
    }
    ignored.noteAs('intake.lifecycle-ignored');
    note('intake.lifecycle-received', { items: count, messages: requests.size });
    return [...requests.values()];
  };
}

function parseItem(
  item: unknown,
  sender: TrustedSender,
  receivedAt: Date,
): { key: string; request: ArchiveRequest } | { ignore: IgnoreReason } {
  const distrust = findDistrust(item, sender.checkClientState);
  if (distrust) return { ignore: distrust };
  const { data } = lifecycleNotification.safeParse(item);
  if (data?.tenant == null) return { ignore: 'shape' };
  if (data.tenant.toLowerCase() !== sender.tenantId) return { ignore: 'tenant' };
  const { lifecycleEvent: event, subscriptionId } = data;
  switch (event) {
    case 'missed':
      return {
        key: event,
        request: { schema: 1, kind: 'reconcile', cause: 'missed', askedAt: receivedAt.toISOString() },
      };
    case 'reauthorizationRequired':
    case 'subscriptionRemoved':
      return {
        key: `${event} ${subscriptionId}`,
        request: { schema: 1, kind: 'renew', subscriptionId, event, receivedAt: receivedAt.toISOString() },
      };
    default:
      return { ignore: 'unknown-event' };
  }
}
