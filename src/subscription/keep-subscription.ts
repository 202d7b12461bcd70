/**
 * Keeps this app's subscription alive: reads the facts, decides, acts, remembers. Called by the timer and when Graph
 * asks for it. While Graph validates a new one it calls back into this app: nothing is held that the receiver needs.
 */
import { createHash } from 'node:crypto';
import { formatError } from '../errors.ts';
import type { RenewRequest } from '../model/archive-request.ts';
import { minuteMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { RunAlone } from '../ports/run-alone.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { SubscriptionApi } from '../ports/subscription-api.ts';
import { carryOutPlan, type PlanTools } from './carry-out-plan.ts';
import { decideSubscription, type WantedUrls } from './decide-subscription.ts';
import { explainSubscriptionFailure, type SubscriptionCommands } from './explain-failure.ts';
import { makeSubscriptionMemory, type RememberedSubscription } from './subscription-memory.ts';

export interface KeepSubscriptionTools {
  api: SubscriptionApi;
  state: StateStore;
  queue: RequestQueue;
  runAlone: RunAlone;
  note: NoteEvent;
  now(): Date;
  urls: WantedUrls;
  /** The current secret. */
  clientState: string;
  /** What the advice after a failure names. */
  commands: SubscriptionCommands;
}

/** `asked`: Graph's own request, absent when the timer calls. */
export type KeepSubscription = (asked?: RenewRequest) => Promise<void>;

/** How long a request waits while another run keeps the subscription. */
const busyDelayMs = 15_000;
/** After a failure, a request is handled again after this time. */
const failedDelayMs = 5 * minuteMs;
/** Graph repeats its request every few minutes, and forbids to reauthorize twice within ten (graph-facts §2). */
const coveredForMs = 10 * minuteMs;

export function makeKeepSubscription(tools: KeepSubscriptionTools): KeepSubscription {
  const { api, note, now, urls, clientState } = tools;
  const memory = makeSubscriptionMemory(tools.state);
  const secretFingerprint = fingerprint(clientState);
  const planTools: PlanTools = {
    api,
    memory,
    note,
    now,
    askReconcile,
    urls,
    clientState,
    secretFingerprint,
  };

  async function askReconcile(since: Date | undefined): Promise<void> {
    const asked = { cause: 'subscription-created', askedAt: now().toISOString() } as const;
    await tools.queue.send({
      schema: 1,
      kind: 'reconcile',
      ...asked,
      ...(since && { since: since.toISOString() }),
    });
  }

  async function keep(asked: RenewRequest | undefined, held: AbortSignal): Promise<void> {
    const remembered = await memory.read();
    if (asked && remembered && isCovered(asked, remembered)) {
      return note('subscription.event-ignored', {
        subscription_id: asked.subscriptionId,
        event: asked.event,
      });
    }
    const waitMs = asked && remembered ? waitAfterFailure(asked, remembered, now()) : 0;
    if (asked && waitMs > 0) return tools.queue.send(asked, { delayMs: waitMs });
    try {
      const listed = await Array.fromAsync(api.list());
      held.throwIfAborted();
      const wanted = { ...urls, secretFingerprint };
      const askedToRenew = asked?.event === 'reauthorizationRequired';
      await carryOutPlan(
        decideSubscription({ now: now(), listed, remembered, wanted, askedToRenew }),
        planTools,
      );
    } catch (error) {
      // Another run may keep it by now: how this one failed says nothing of it.
      held.throwIfAborted();
      const failure = explainSubscriptionFailure(error, urls.notificationUrl, tools.commands);
      note('subscription.failed', { ...failure, error: formatError(error) });
      await memory.noteFailure(failure, now());
      // The timer does not know of a request that is still open.
      if (asked) await tools.queue.send(asked, { delayMs: failedDelayMs });
    }
  }

  return async (asked) => {
    const ran = await tools.runAlone('subscription', (held) => keep(asked, held));
    if (!ran && asked) await tools.queue.send(asked, { delayMs: busyDelayMs });
  };
}

/** A request about another subscription is not ours; one renewal covers every request to reauthorize around it. */
function isCovered(asked: RenewRequest, remembered: RememberedSubscription): boolean {
  if (asked.subscriptionId !== remembered.id.toLowerCase()) return true;
  const sinceRenewalMs = Date.parse(asked.receivedAt) - (remembered.renewedAt?.getTime() ?? Number.NaN);
  return asked.event === 'reauthorizationRequired' && sinceRenewalMs < coveredForMs;
}

/** Graph repeats a request that fails: however many have come meanwhile, they wait for one more try. */
function waitAfterFailure(asked: RenewRequest, { failedAt }: RememberedSubscription, now: Date): number {
  if (!failedAt || Date.parse(asked.receivedAt) >= failedAt.getTime()) return 0;
  return Math.min(failedDelayMs, failedAt.getTime() + failedDelayMs - now.getTime());
}

/** Shows that the secret changed; it is long and random, or its owner has been told so. */
function fingerprint(secret: string): string {
  return createHash('sha256').update(`teams-call-archive ${secret}`).digest('hex').slice(0, 16);
}
