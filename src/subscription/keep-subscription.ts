/**
 * Keeps this app's subscription alive: reads the facts, decides, acts, remembers. Called by the timer and when Graph
 * asks for it. While Graph validates a new one it calls back into this app: nothing is held that the receiver needs.
 */
import { createHash } from 'node:crypto';
import { formatError, GraphError } from '../errors.ts';
import type { RenewRequest } from '../model/archive-request.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { StateFacts, StateStore } from '../ports/state-store.ts';
import type { GraphSubscription, SubscriptionApi } from '../ports/subscription-api.ts';
import {
  decideSubscription,
  lifetimeMs,
  type SubscriptionPlan,
  type WantedUrls,
  wantedChangeType,
  wantedResource,
} from './decide-subscription.ts';
import { explainFailure } from './explain-failure.ts';

export interface KeepSubscriptionTools {
  api: SubscriptionApi;
  state: StateStore;
  note: NoteEvent;
  now(): Date;
  urls: WantedUrls;
  /** The current secret. */
  clientState: string;
}

/** `asked`: Graph's own wish, absent when the timer calls. */
export type KeepSubscription = (asked?: RenewRequest) => Promise<void>;

/** The row of `ArchiveState`. */
const stateName = 'subscription';

export function makeKeepSubscription(tools: KeepSubscriptionTools): KeepSubscription {
  const { api, state, note, now, urls } = tools;
  const secretFingerprint = fingerprint(tools.clientState);

  return async (asked) => {
    const remembered = await state.read(stateName);
    if (asked && isSettled(asked, remembered)) {
      note('subscription.event-ignored', { subscription_id: asked.subscriptionId, event: asked.event });
      return;
    }
    try {
      const plan = decideSubscription({
        now: now(),
        listed: await Array.fromAsync(api.list()),
        remembered: readRemembered(remembered),
        wanted: { ...urls, secretFingerprint },
        askedToRenew: asked?.event === 'reauthorizationRequired',
      });
      const kept = await carryOut(plan);
      await remember(kept, remembered);
    } catch (error) {
      const failure = explainFailure(error, urls.notificationUrl);
      note('subscription.failed', { ...failure, error: formatError(error) });
      await state.write(stateName, {
        ...remembered,
        checked_at: now().toISOString(),
        problem: failure.cause,
        advice: failure.advice,
      });
    }
  };

  async function carryOut(plan: SubscriptionPlan): Promise<GraphSubscription> {
    const kept = await act(plan);
    await removeAll(plan.surplus);
    return kept;
  }

  async function act(plan: SubscriptionPlan): Promise<GraphSubscription> {
    switch (plan.action) {
      case 'keep':
        note('subscription.kept', { subscription_id: plan.subscription.id });
        return plan.subscription;
      case 'renew':
        return orCreate(async () => noteRenewed(await api.renew(plan.subscription.id, newExpiry())));
      case 'move':
        return orCreate(async () => noteRenewed(await api.move(plan.subscription.id, urls.notificationUrl)));
      case 'create':
        return create();
      case 'replace':
        return replace(plan.subscription);
    }
  }

  /** One that is gone is not asked for again: it is created. */
  async function orCreate(change: () => Promise<GraphSubscription>): Promise<GraphSubscription> {
    try {
      return await change();
    } catch (error) {
      if (error instanceof GraphError && error.status === 404) return create();
      throw error;
    }
  }

  /** The new one first, so that nothing is missed; where Graph allows only one, the old one must go before. */
  async function replace(old: GraphSubscription): Promise<GraphSubscription> {
    try {
      const created = await create();
      await removeAll([old]);
      return created;
    } catch (error) {
      if (!(error instanceof GraphError && error.status === 409)) throw error;
      await removeAll([old]);
      return create();
    }
  }

  async function create(): Promise<GraphSubscription> {
    const created = await api.create({
      resource: wantedResource,
      changeType: wantedChangeType,
      ...urls,
      clientState: tools.clientState,
      expiresAt: newExpiry(),
    });
    note('subscription.created', {
      subscription_id: created.id,
      expires_at: created.expiresAt.toISOString(),
    });
    return created;
  }

  async function removeAll(subscriptions: GraphSubscription[]): Promise<void> {
    for (const { id } of subscriptions) {
      await api.remove(id);
      note('subscription.removed', { subscription_id: id });
    }
  }

  function noteRenewed(renewed: GraphSubscription): GraphSubscription {
    note('subscription.renewed', {
      subscription_id: renewed.id,
      expires_at: renewed.expiresAt.toISOString(),
    });
    return renewed;
  }

  function newExpiry(): Date {
    return new Date(now().getTime() + lifetimeMs);
  }

  async function remember(kept: GraphSubscription, before: StateFacts | undefined): Promise<void> {
    const changed =
      before?.['subscription_id'] !== kept.id || before['expires_at'] !== kept.expiresAt.toISOString();
    await state.write(stateName, {
      subscription_id: kept.id,
      expires_at: kept.expiresAt.toISOString(),
      secret_fingerprint: secretFingerprint,
      checked_at: now().toISOString(),
      renewed_at: changed ? now().toISOString() : (before['renewed_at'] ?? ''),
    });
  }
}

/** Graph repeats its wish every few minutes, and a message may come late: one renewal settles them all. */
function isSettled(asked: RenewRequest, remembered: StateFacts | undefined): boolean {
  const isOurs = remembered?.['subscription_id'] === asked.subscriptionId;
  const renewedSince = (remembered?.['renewed_at'] ?? '') >= asked.receivedAt;
  return remembered !== undefined && (!isOurs || renewedSince);
}

function readRemembered(
  state: StateFacts | undefined,
): { id: string; secretFingerprint: string } | undefined {
  const id = state?.['subscription_id'];
  return id === undefined ? undefined : { id, secretFingerprint: state?.['secret_fingerprint'] ?? '' };
}

/** Enough to see that the secret changed, too little to find it. */
function fingerprint(secret: string): string {
  return createHash('sha256').update(`teams-call-archive ${secret}`).digest('hex').slice(0, 16);
}
