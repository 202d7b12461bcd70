/** Whether Graph announces calls: tells "Graph sent nothing" from "we failed", by what Graph's list has. */
import { hourMs } from '../../model/durations.ts';
import type { IntakeState } from '../../state/intake-state.ts';
import { announcedWithinMs, type ReconcileState } from '../../state/reconcile-state.ts';
import type { SubscriptionState } from '../../state/subscription-state.ts';
import { type Finding, fine } from '../check.ts';

/** One notification may get lost; none for this long, while there are calls, is not an accident. */
const tooLongMs = 24 * hourMs;

export interface NotificationStates {
  accepted: IntakeState | undefined;
  dropped: IntakeState | undefined;
  failed: IntakeState | undefined;
  subscription: SubscriptionState | undefined;
  reconcile: ReconcileState | undefined;
}

export function judgeNotifications(rows: NotificationStates, now: Date): Finding {
  const newestCallEndedAt = rows.reconcile?.newestCallEndedAt;
  const acceptedAt = rows.accepted?.at;
  const subscribedAt = rows.subscription?.createdAt;
  // Calls that ended earlier were not for this subscription to announce.
  const heardAt = Math.max(acceptedAt?.getTime() ?? 0, subscribedAt?.getTime() ?? 0);
  const facts = {
    acceptedAt: acceptedAt?.toISOString(),
    subscribedAt: subscribedAt?.toISOString(),
    newestCallEndedAt: newestCallEndedAt?.toISOString(),
  };
  const endedAt = newestCallEndedAt?.getTime() ?? 0;
  const isSilent = heardAt > 0 && endedAt > heardAt && now.getTime() - endedAt > announcedWithinMs;
  if (!isSilent) return fine(facts);
  const failure = findFailure(rows, heardAt);
  return {
    state: now.getTime() - heardAt > tooLongMs ? 'fail' : 'warn',
    facts: { ...facts, ...(failure?.facts ?? { cause: 'graph-sent-nothing' }) },
    advice:
      failure?.advice ??
      'Graph lists calls but has announced none: see the check "subscription", and whether anything (access ' +
        'restrictions, a firewall, authentication) keeps Graph from the app. The hourly reconcile archives the calls meanwhile.',
  };
}

/** Since the last notification that was taken, some came and were not. */
function findFailure(
  { dropped, failed }: NotificationStates,
  since: number,
): Pick<Finding, 'facts' | 'advice'> | undefined {
  const failedAt = failed?.at;
  if (failedAt && failedAt.getTime() > since) {
    return {
      facts: { cause: 'queue-failed', failedAt: failedAt.toISOString() },
      advice: 'Notifications came, but the queue did not take them: see the check "storage".',
    };
  }
  const droppedAt = dropped?.at;
  if (droppedAt && droppedAt.getTime() > since) {
    return {
      facts: { cause: 'dropped', dropReason: dropped?.reason, droppedAt: droppedAt.toISOString() },
      advice:
        'Notifications came, but were not accepted. For the reason client-state compare NOTIFICATION_CLIENT_STATE with ' +
        'the secret of the subscription (a new secret makes a new subscription within minutes); for tenant, GRAPH_TENANT_ID.',
    };
  }
  return undefined;
}
