/** Change notifications of call records become requests to archive them. Every item of a batch is checked. */
import { z } from 'zod';
import { type ArchiveRequest, packRecordsRequests } from '../model/archive-request.ts';
import { parseGuid } from '../model/guid.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import { parseCallResource } from './call-resource.ts';
import { type CheckClientState, checkEachOnce, findDistrust } from './client-state.ts';
import { makeDropCount } from './drop-count.ts';
import type { RememberOutcome } from './intake-memory.ts';
import type { ParseItems } from './webhook.ts';

export interface TrustedSender {
  checkClientState: CheckClientState;
  /** The tenant that is archived, lower case. */
  tenantId: string;
}

/** The members of Graph's changeNotification that matter here, but for its client state (graph-facts §1). */
const changeNotification = z.object({
  tenantId: z.string(),
  resource: z.string(),
  resourceData: z.object({ id: z.unknown().optional() }).nullish(),
});

type DropReason = 'shape' | 'client-state' | 'tenant' | 'resource' | 'call-id';

export function makeParseChangeNotifications(
  sender: TrustedSender,
  note: NoteEvent,
  now: () => Date,
  remember?: RememberOutcome,
): ParseItems {
  return async (items): Promise<ArchiveRequest[]> => {
    const dropped = makeDropCount<DropReason>(note);
    const callIds = new Set<string>();
    const senderOfThese = { ...sender, checkClientState: checkEachOnce(sender.checkClientState) };
    let count = 0;
    for await (const item of items) {
      count += 1;
      const result = parseItem(item, senderOfThese);
      if ('callId' in result) callIds.add(result.callId);
      else dropped.drop(result.drop);
    }
    dropped.noteAs('intake.notification-dropped');
    const [reason] = dropped.reasons();
    if (reason) remember?.('dropped', reason);
    const askedAt = now().toISOString();
    const requests = packRecordsRequests(callIds, 'notification').map((one) => ({ ...one, askedAt }));
    note('intake.notifications-received', {
      items: count,
      calls: callIds.size,
      messages: requests.length,
    });
    return requests;
  };
}

function parseItem(item: unknown, sender: TrustedSender): { callId: string } | { drop: DropReason } {
  const distrust = findDistrust(item, sender.checkClientState);
  if (distrust) return { drop: distrust };
  const { data } = changeNotification.safeParse(item);
  if (!data) return { drop: 'shape' };
  if (data.tenantId.toLowerCase() !== sender.tenantId) return { drop: 'tenant' };
  const callId = parseCallResource(data.resource);
  if (callId === undefined) return { drop: 'resource' };
  const namedId = data.resourceData?.id;
  if (namedId != null && parseGuid(namedId) !== callId) return { drop: 'call-id' };
  return { callId };
}
