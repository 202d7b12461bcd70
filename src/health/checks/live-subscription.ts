/** Whether Graph has a subscription of this app right now: asked of Graph, not of what the app remembers. */
import { GraphError, wrongTenantCode } from '../../errors.ts';
import { hourMs } from '../../model/durations.ts';
import { isOwn, isSameUrl } from '../../model/own-subscription.ts';
import type { GraphSubscription, SubscriptionApi } from '../../ports/subscription-api.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';

export interface LiveSubscriptionTools {
  notificationUrl: string;
  /** Of the subscription that the app made last. */
  rememberedId: string | undefined;
  commands: Commands;
}

/** The app renews it two days before its end. */
const soonMs = 24 * hourMs;
/** The function that keeps the subscription. */
const timerName = 'subscription';

/** What Graph lists for this app, or why it does not. */
export type ListedSubscriptions = GraphSubscription[] | GraphError;

export async function listSubscriptions(api: Pick<SubscriptionApi, 'list'>): Promise<ListedSubscriptions> {
  try {
    return await Array.fromAsync(api.list());
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

export function isTokenForeign(listed: ListedSubscriptions): boolean {
  return listed instanceof GraphError && listed.status === 401 && /audience/i.test(listed.graphMessage ?? '');
}

export function judgeLiveSubscription(
  listed: ListedSubscriptions,
  now: Date,
  tools: LiveSubscriptionTools,
): Finding {
  return listed instanceof GraphError ? explain(listed, tools.commands) : judge(listed, now, tools);
}

function judge(listed: GraphSubscription[], now: Date, tools: LiveSubscriptionTools): Finding {
  const { notificationUrl, rememberedId, commands } = tools;
  const own = listed
    .filter((one) => one.expiresAt > now && isOwn(one, rememberedId, notificationUrl))
    .sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
  const [subscription] = own;
  const counts = { own: own.length, others: listed.length - own.length };
  if (!subscription) {
    return {
      state: 'fail',
      facts: counts,
      advice:
        `Graph has no valid subscription of this app: the timer "${timerName}" makes one, and its log says what ` +
        `prevents it. To run it now: ${commands.runTimer(timerName)}`,
    };
  }
  const facts = {
    ...counts,
    subscriptionId: subscription.id,
    expiresAt: subscription.expiresAt.toISOString(),
  };
  const complain = (state: 'warn' | 'fail', words: string): Finding => ({
    state,
    facts,
    advice: `${words} The timer "${timerName}" fixes that; to run it now: ${commands.runTimer(timerName)}`,
  });
  if (!isSameUrl(subscription.notificationUrl, notificationUrl))
    return complain('fail', 'The subscription leads to another URL than PUBLIC_BASE_URL.');
  if (subscription.expiresAt.getTime() - now.getTime() < soonMs)
    return complain('warn', 'The subscription ends within a day, and was not renewed.');
  return fine(facts);
}

function explain({ status, graphCode, meaning, message }: GraphError, commands: Commands): Finding {
  const facts = { status, code: graphCode, problem: status === undefined ? message : undefined };
  if (graphCode === wrongTenantCode) {
    return { state: 'fail', facts, advice: 'The token is of another tenant: see the check "tenant".' };
  }
  if (meaning === 'denied') {
    const advice = `Graph does not let the app see its subscriptions. To grant the role: ${commands.grantRole('CallRecords.Read.All')}`;
    return { state: 'fail', facts, advice };
  }
  const isPassing = meaning === 'throttled' || meaning === 'unavailable';
  return {
    state: isPassing && status !== undefined ? 'warn' : 'fail',
    facts,
    advice:
      'Graph could not be asked for the subscription: see the checks "graph" and "token", and try again.',
  };
}
