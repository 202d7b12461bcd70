/** What the app remembers of its subscription: one row of `ArchiveState`, which health reads too. */
import type { StateStore } from '../ports/state-store.ts';
import type { GraphSubscription } from '../ports/subscription-api.ts';
import { type SubscriptionState, subscriptionRow } from '../state/subscription-state.ts';
import { readState, writeState } from '../state/typed-row.ts';
import type { SubscriptionFailure } from './explain-failure.ts';

export interface RememberedSubscription {
  id: string;
  secretFingerprint: string;
  /** Of the last creation or renewal. */
  renewedAt: Date | undefined;
  /** Of the last try to keep it; `undefined` when that went well. */
  failedAt: Date | undefined;
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
  /** It could not be kept; what is remembered stays. */
  noteFailure(failure: SubscriptionFailure, at: Date): Promise<void>;
}

export function makeSubscriptionMemory(store: StateStore): SubscriptionMemory {
  const readRow = async () => (await readState(subscriptionRow, store)) ?? subscriptionRow.parse({});
  const writeRow = (state: SubscriptionState) => writeState(subscriptionRow, state, store);
  return {
    async read() {
      const { id, secretFingerprint = '', renewedAt, checkedAt, failure } = await readRow();
      const failedAt = failure && checkedAt;
      return id === undefined ? undefined : { id, secretFingerprint, renewedAt, failedAt };
    },
    noteKept: async ({ expiresAt }, at) =>
      writeRow({ ...(await readRow()), expiresAt, checkedAt: at, failure: undefined }),
    noteCreated: (subscription, secretFingerprint, at) =>
      writeRow({ ...afterRenewal(subscription, secretFingerprint, at), createdAt: at }),
    async noteRenewed(subscription, secretFingerprint, at) {
      const { createdAt } = await readRow();
      await writeRow({ ...afterRenewal(subscription, secretFingerprint, at), createdAt });
    },
    noteFailure: async ({ cause, advice }, at) =>
      writeRow({ ...(await readRow()), checkedAt: at, failure: { problem: cause, advice } }),
  };
}

function afterRenewal({ id, expiresAt }: GraphSubscription, secretFingerprint: string, at: Date) {
  return { id, secretFingerprint, expiresAt, renewedAt: at, checkedAt: at, failure: undefined };
}
