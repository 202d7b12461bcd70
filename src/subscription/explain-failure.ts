/** Why the subscription could not be kept, in words that say what to do. */
import { GraphError, noTokenCode, wrongTenantCode } from '../errors.ts';
import { findGuid } from '../model/guid.ts';
import type { SubscriptionProblem } from '../state/subscription-state.ts';

export interface SubscriptionFailure {
  cause: SubscriptionProblem;
  advice: string;
}

/** One shell line each. */
export interface SubscriptionCommands {
  /** Gives the app's identity the permission to read call records. */
  grantRole(): string;
  /** Removes a subscription, as the app's identity. */
  removeSubscription(id: string): string;
}

/** Names the cause of what Graph answered. Rethrows anything that is not a GraphError. */
export function explainSubscriptionFailure(
  error: unknown,
  notificationUrl: string,
  commands: SubscriptionCommands,
): SubscriptionFailure {
  if (!(error instanceof GraphError)) throw error;
  const words = error.graphMessage ?? '';
  if (error.status === 400 && isOfValidation(error)) {
    return {
      cause: 'callback',
      advice:
        `Graph could not validate ${notificationUrl}. It must answer from the internet over HTTPS within 10 seconds: ` +
        'check PUBLIC_BASE_URL, access restrictions and that the app is running. To look closer: call-archive doctor',
    };
  }
  if (error.status === 403 && /quota|limit|maximum|exceed/i.test(words)) {
    return {
      cause: 'quota',
      advice:
        'The tenant has as many call-record subscriptions as Graph allows (100): remove one that is not needed.',
    };
  }
  if (error.graphCode === noTokenCode) {
    return {
      cause: 'identity',
      advice:
        'The managed identity gave no token: check that an identity is assigned to the app, and that AZURE_CLIENT_ID ' +
        'names it where it is user-assigned.',
    };
  }
  if (error.graphCode === wrongTenantCode) {
    return {
      cause: 'tenant',
      advice:
        `${error.message}. A managed identity reads its own tenant only: correct GRAPH_TENANT_ID, or give the app an ` +
        'identity of that tenant. Nothing is archived until then.',
    };
  }
  if (error.meaning === 'denied') {
    return {
      cause: 'permission',
      advice:
        'The app’s managed identity lacks the Graph application permission CallRecords.Read.All, or got it recently and ' +
        `its token does not have it yet (up to a day). To grant it: ${commands.grantRole()}`,
    };
  }
  if (error.status === 409) return explainTaken(findGuid(words), commands);
  if (error.meaning === 'refused') {
    return {
      cause: 'graph',
      advice: 'Graph refused the request for a reason that this app does not know: see its code.',
    };
  }
  return {
    cause: 'graph',
    advice: 'Graph did not answer: the next run tries again; no action is needed yet.',
  };
}

/** Graph is known to answer `{"code":"ValidationError","message":"OK"}` as well when its validation request failed. */
function isOfValidation({ graphCode, graphMessage = '' }: GraphError): boolean {
  if (/validation request|notification endpoint/i.test(graphMessage)) return true;
  return graphCode === 'ValidationError' && graphMessage.trim().toUpperCase() === 'OK';
}

/** Only its own identity sees and removes a subscription. */
function explainTaken(
  id: string | undefined,
  { removeSubscription }: SubscriptionCommands,
): SubscriptionFailure {
  return {
    cause: 'taken',
    advice:
      `Subscription ${id ?? '(unnamed)'} of this identity is in the way and does not lead to this app: another ` +
      'deployment uses the same identity. Give each an identity of its own; or, if it is no longer needed, remove ' +
      `it on a machine that has this identity: ${removeSubscription(id ?? 'ID')}`,
  };
}
