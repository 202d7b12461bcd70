/** Carries out what was decided about the subscription. What was created or renewed is remembered at once. */
import { GraphError } from '../errors.ts';
import { minuteMs } from '../model/durations.ts';
import { findGuid } from '../model/guid.ts';
import { wantedChangeType, wantedResource } from '../model/own-subscription.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { GraphSubscription, SubscriptionApi } from '../ports/subscription-api.ts';
import { lifetimeMs, type SubscriptionPlan, type WantedUrls } from './decide-subscription.ts';
import type { SubscriptionMemory } from './subscription-memory.ts';

export interface PlanTools {
  api: SubscriptionApi;
  memory: SubscriptionMemory;
  note: NoteEvent;
  now(): Date;
  /** Asks for a comparison of what Graph has with the archive; notifications may be missing since then. */
  askReconcile(since: Date | undefined): Promise<void>;
  urls: WantedUrls;
  /** The current secret, and what is remembered of it. */
  clientState: string;
  secretFingerprint: string;
}

/** What Graph wrote so shortly before a subscription was removed may never have been announced (design §7). */
const deliveryMs = 10 * minuteMs;

/** Throws what Graph refuses. */
export async function carryOutPlan(plan: SubscriptionPlan, tools: PlanTools): Promise<void> {
  switch (plan.action) {
    case 'keep':
      await tools.memory.noteKept(plan.subscription, tools.now());
      tools.note('subscription.kept', { subscription_id: plan.subscription.id });
      return removeAll(plan.surplus, tools);
    case 'renew':
      await renewOrCreate(plan.subscription, {}, tools);
      return removeAll(plan.surplus, tools);
    case 'move': {
      const { notificationUrl } = tools.urls;
      const moved = await renewOrCreate(plan.subscription, { notificationUrl }, tools);
      if (moved && plan.flaw) return replace([moved, ...plan.surplus], tools);
      return removeAll(plan.surplus, tools);
    }
    case 'create':
      return create(tools);
    case 'replace':
      return replace([plan.subscription, ...plan.surplus], tools);
  }
}

/** One that is gone is not asked for again: it is created. Gives the one that was renewed. */
async function renewOrCreate(
  { id }: GraphSubscription,
  change: { notificationUrl?: string },
  tools: PlanTools,
): Promise<GraphSubscription | undefined> {
  try {
    const renewed = await tools.api.renew(id, { ...change, expiresAt: expiryFrom(tools.now()) });
    await tools.memory.noteRenewed(renewed, tools.secretFingerprint, tools.now());
    tools.note('subscription.renewed', { subscription_id: id, expires_at: renewed.expiresAt.toISOString() });
    return renewed;
  } catch (error) {
    if (!(error instanceof GraphError && error.status === 404)) throw error;
    await create(tools);
    return undefined;
  }
}

/** The new one first, so that nothing is missed; where Graph allows only one, the old ones must go before. */
async function replace(old: GraphSubscription[], tools: PlanTools): Promise<void> {
  try {
    await create(tools);
  } catch (error) {
    if (!(error instanceof GraphError && isInTheWay(old, error))) throw error;
    const since = new Date(tools.now().getTime() - deliveryMs);
    await removeAll(old, tools);
    return create(tools, since);
  }
  await removeAll(old, tools);
}

/** Graph names the subscription that stands in the way. One that is not ours stays, and so do ours. */
function isInTheWay(ours: GraphSubscription[], { status, graphMessage }: GraphError): boolean {
  const holder = findGuid(graphMessage ?? '');
  return status === 409 && (holder === undefined || ours.some(({ id }) => id.toLowerCase() === holder));
}

/** `since`: notifications may be missing since then; absent when that is not known. */
async function create(tools: PlanTools, since?: Date): Promise<void> {
  const { api, memory, note, now, urls, clientState, secretFingerprint } = tools;
  const created = await api.create({
    resource: wantedResource,
    changeType: wantedChangeType,
    ...urls,
    clientState,
    expiresAt: expiryFrom(now()),
  });
  // Before it is remembered: one that is not remembered is created again, and asks again.
  await tools.askReconcile(since);
  await memory.noteCreated(created, secretFingerprint, now());
  note('subscription.created', { subscription_id: created.id, expires_at: created.expiresAt.toISOString() });
}

async function removeAll(subscriptions: GraphSubscription[], { api, note }: PlanTools): Promise<void> {
  for (const { id } of subscriptions) {
    await api.remove(id);
    note('subscription.removed', { subscription_id: id });
  }
}

function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + lifetimeMs);
}
