/** Why the subscription could not be kept, in words that say what to do. */
import { GraphError } from '../errors.ts';

export interface SubscriptionFailure {
  cause: 'callback' | 'permission' | 'quota' | 'taken' | 'graph';
  advice: string;
}

/** Names the cause of what Graph answered. Anything that is no GraphError is not explained but thrown on. */
export function explainFailure(error: unknown, notificationUrl: string): SubscriptionFailure {
  if (!(error instanceof GraphError)) throw error;
  const words = error.graphMessage ?? '';
  if (error.status === 400 && /validation|notification endpoint|notificationUrl/i.test(words)) {
    return {
      cause: 'callback',
      advice:
        `Graph could not validate ${notificationUrl}. It must answer from the internet over HTTPS within 10 seconds: ` +
        'check PUBLIC_BASE_URL, access restrictions and that the app is running.',
    };
  }
  if (error.status === 403 && /quota|limit|maximum|exceed/i.test(words)) {
    return {
      cause: 'quota',
      advice:
        'The tenant has as many call-record subscriptions as Graph allows (100): remove one that is not needed.',
    };
  }
  if (error.meaning === 'denied') {
    return {
      cause: 'permission',
      advice:
        'The app’s managed identity lacks the Graph application permission CallRecords.Read.All, or it was granted ' +
        'lately and is not in the token yet (up to a day): grant it with an appRoleAssignment and wait.',
    };
  }
  if (error.status === 409) {
    return {
      cause: 'taken',
      advice:
        'Another subscription to call records exists for this identity and is not this app’s: list the subscriptions ' +
        'with GET /subscriptions as this identity and remove the one that is not needed.',
    };
  }
  return {
    cause: 'graph',
    advice: 'Graph did not answer as expected: the next run tries again; no action is needed yet.',
  };
}
