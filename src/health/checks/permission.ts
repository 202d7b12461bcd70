/** Whether Graph lets the app read call records: told by the answers 401 and 403 that the app has met. */
import { minuteMs } from '../../model/durations.ts';
import type { ReconcileState } from '../../state/reconcile-state.ts';
import type { SubscriptionState } from '../../state/subscription-state.ts';
import { type Finding, fine } from '../check.ts';
import type { LedgerSurvey } from '../survey-ledger.ts';

/** A denied record is requested again every 30 minutes: an older denial may be over. */
const freshMs = 40 * minuteMs;

export interface PermissionStates {
  subscription: SubscriptionState | undefined;
  reconcile: ReconcileState | undefined;
  ledger: LedgerSurvey;
}

export function judgePermission(
  { subscription, reconcile, ledger }: PermissionStates,
  now: Date,
  grantCommand: string,
): Finding {
  const { lastTryAt, count } = ledger.denied;
  const recordsDenied = lastTryAt && now.getTime() - lastTryAt.getTime() < freshMs ? count : 0;
  if (subscription?.failure?.problem === 'tenant') {
    return { state: 'fail', facts: { problem: 'tenant' }, advice: subscription.failure.advice };
  }
  const deniedFor = [
    subscription?.failure?.problem === 'permission' && 'the subscription',
    isStillDenied(reconcile, subscription) && 'the list of calls',
    recordsDenied > 0 && 'call records',
  ].filter((what) => typeof what === 'string');
  if (deniedFor.length === 0) return fine();
  return {
    state: 'fail',
    facts: { role: 'CallRecords.Read.All', deniedFor: deniedFor.join(', '), recordsDenied },
    advice:
      'Graph denies it: the app’s identity lacks the application permission CallRecords.Read.All, or its token is ' +
      `older than the grant (a token lives up to a day). To grant it: ${grantCommand}`,
  };
}

/** Until the next run; a subscription that was made or renewed since shows that Graph allows it now. */
function isStillDenied(
  reconcile: ReconcileState | undefined,
  subscription: SubscriptionState | undefined,
): boolean {
  if (reconcile?.failure?.meaning !== 'denied') return false;
  const { at } = reconcile.failure;
  return !(subscription?.renewedAt && (!at || subscription.renewedAt > at));
}
