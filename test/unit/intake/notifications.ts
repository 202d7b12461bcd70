/** What Graph posts, made by factories, and who is trusted to have sent it. */
import { makeClientStateCheck } from '../../../src/intake/client-state.ts';

export const tenantId = '11111111-1111-4111-8111-111111111abc';
export const currentSecret = 'current-secret-of-the-app';
export const previousSecret = 'previous-secret-of-the-app';
export const sender = {
  checkClientState: makeClientStateCheck([currentSecret, previousSecret]),
  tenantId,
};

export function makeCallId(number: number): string {
  return `e523d2ed-2966-4b6b-925b-${number.toString(16).padStart(12, '0')}`;
}

/** As graph-facts §1 shows it. */
export function makeChangeNotification(callId: string, changes: Record<string, unknown> = {}) {
  return {
    subscriptionId: '33333333-3333-4333-8333-333333333333',
    subscriptionExpirationDateTime: '2026-11-24T00:00:00.000+00:00',
    changeType: 'updated',
    clientState: currentSecret,
    tenantId,
    resource: `communications/callRecords/${callId}`,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.callRecord',
      '@odata.id': `communications/callRecords/${callId}`,
      id: callId,
    },
    ...changes,
  };
}

export function makeLifecycleNotification(lifecycleEvent: string, changes: Record<string, unknown> = {}) {
  return {
    subscriptionId: '33333333-3333-4333-8333-333333333333',
    subscriptionExpirationDateTime: '2026-11-24T00:00:00.000+00:00',
    clientState: currentSecret,
    tenantId,
    lifecycleEvent,
    ...changes,
  };
}

/** Items as the webhook hands them on. */
export async function* give(items: unknown[]): AsyncGenerator<unknown> {
  yield* items;
}
