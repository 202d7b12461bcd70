/** What the app remembers of its subscription: one row of `ArchiveState`, which health reads too. */
import type { StateFacts, StateStore } from '../ports/state-store.ts';
import type { GraphSubscription } from '../ports/subscription-api.ts';
import type { SubscriptionFailure } from './explain-failure.ts';

const rowName = 'subscription';

export interface RememberedSubscription {
  id: string;
  secretFingerprint: string;
  /** ISO 8601 UTC of the last creation or renewal. */
  renewedAt: string;
}

export interface SubscriptionMemory {
  /** `undefined` when this app never made a subscription. */
  read(): Promise<RememberedSubscription | undefined>;
  /** The subscription was found good. */
  noteKept(subscription: GraphSubscription, at: Date): Promise<void>;
  /** There is a new subscription. */
  noteCreated(subscription: GraphSubscription, secretFingerprint: string, at: Date): Promise<void>;
  /** The subscription was renewed, or moved. */
  noteRenewed(subscription: GraphSubscription, secretFingerprint: string, at: Date): Promise<void>;
  /** It could not be looked after; what is remembered stays. */
  noteFailure(failure: SubscriptionFailure, at: Date): Promise<void>;
}

export function makeSubscriptionMemory(state: StateStore): SubscriptionMemory {
  const readRow = async (): Promise<StateFacts> => (await state.read(rowName)) ?? {};
  return {
    async read() {
      const { subscription_id: id, secret_fingerprint = '', renewed_at = '' } = await readRow();
      return id ? { id, secretFingerprint: secret_fingerprint, renewedAt: renewed_at } : undefined;
    },
    async noteKept({ expiresAt }, at) {
      const { problem: _, advice: __, ...row } = await readRow();
      await state.write(rowName, {
        ...row,
        expires_at: expiresAt.toISOString(),
        checked_at: at.toISOString(),
      });
    },
    noteCreated: (subscription, secretFingerprint, at) =>
      state.write(rowName, {
        ...formatRow(subscription, secretFingerprint, at),
        created_at: at.toISOString(),
      }),
    async noteRenewed(subscription, secretFingerprint, at) {
      const { created_at } = await readRow();
      await state.write(rowName, {
        ...formatRow(subscription, secretFingerprint, at),
        ...(created_at && { created_at }),
      });
    },
    async noteFailure({ cause, advice }, at) {
      await state.write(rowName, {
        ...(await readRow()),
        checked_at: at.toISOString(),
        problem: cause,
        advice,
      });
    },
  };
}

function formatRow({ id, expiresAt }: GraphSubscription, secretFingerprint: string, at: Date): StateFacts {
  return {
    subscription_id: id,
    secret_fingerprint: secretFingerprint,
    expires_at: expiresAt.toISOString(),
    renewed_at: at.toISOString(),
    checked_at: at.toISOString(),
  };
}
