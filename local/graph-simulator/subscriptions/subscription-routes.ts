/**
 * The subscription resource: create, list, get, update, delete, reauthorize.
 * https://learn.microsoft.com/graph/api/resources/subscription
 */
import { randomUUID } from 'node:crypto';
import { type Answer, emptyAnswer, jsonAnswer } from '../exchange.ts';
import { badRequest, graphError } from '../graph-error.ts';
import type { RouteContext } from '../route-context.ts';
import { parseChange, parseCreation } from './subscription-rules.ts';
import type { Subscription } from './subscription-store.ts';
import { makeValidationToken, validateEndpoint } from './validate-endpoint.ts';

export async function createSubscription(context: RouteContext): Promise<Answer> {
  const { core, request } = context;
  const limits = core.settings.subscriptions;
  const wanted = parseCreation(request.body, core.settings.now().getTime(), limits);
  if (!wanted.ok) return graphError(request, 400, wanted.code, wanted.message);

  const { quota, ...target } = { quota: limits.quota, ...wanted.value, applicationId: core.settings.appId };
  const twin = core.subscriptions.duplicateOf(target);
  if (twin !== undefined) return conflict(context, twin);
  if (core.subscriptions.live().length >= quota) {
    const reason = `Number of subscriptions for callRecord exceeded: the limit of ${quota} subscriptions per organization has been reached.`;
    return graphError(request, 403, 'Forbidden', reason);
  }

  const urls = [target.notificationUrl, target.lifecycleNotificationUrl].filter((url) => url !== undefined);
  const refusal = await refuseEndpoints(context, urls);
  if (refusal !== undefined) return refusal;
  // Another request may have been quicker while the endpoints were asked.
  const quicker = core.subscriptions.duplicateOf(target);
  if (quicker !== undefined) return conflict(context, quicker);

  const subscription: Subscription = {
    ...target,
    id: randomUUID(),
    authorizedAtMs: core.settings.now().getTime(),
    seenCalls: new Set(),
  };
  core.subscriptions.add(subscription);
  core.activity.changed();
  // Only the answer to the creation holds the client state, as in Microsoft's example.
  return entity(context, subscription, 201, subscription.clientState ?? null);
}

export function listSubscriptions(context: RouteContext): Answer {
  const { core, request, apiVersion } = context;
  const refused = [...request.query.keys()].find((name) => name !== '$skiptoken' && name.startsWith('$'));
  if (refused !== undefined) return badRequest(request, `Query option '${refused}' is not allowed.`);
  const after = request.query.get('$skiptoken') ?? '';
  const ours = core.subscriptions
    .live()
    .filter((one) => one.applicationId === core.settings.appId && one.id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = ours.slice(0, core.settings.paging.subscriptions);
  const link =
    request.overrides.nextLink ??
    (page.length < ours.length
      ? `${core.origin}/${apiVersion}/subscriptions?$skiptoken=${page.at(-1)?.id}`
      : undefined);
  return jsonAnswer(
    200,
    JSON.stringify({
      '@odata.context': `https://graph.microsoft.com/${apiVersion}/$metadata#subscriptions`,
      value: page.map((one) => describe(one, null)),
      ...(link === undefined ? {} : { '@odata.nextLink': link }),
    }),
  );
}

export function getSubscription(context: RouteContext): Answer {
  const subscription = ourSubscription(context);
  return subscription === undefined ? notFound(context) : entity(context, subscription, 200, null);
}

export async function updateSubscription(context: RouteContext): Promise<Answer> {
  const { core, request } = context;
  const subscription = ourSubscription(context);
  if (subscription === undefined) return notFound(context);
  const now = core.settings.now().getTime();
  const change = parseChange(request.body, now, core.settings.subscriptions);
  if (!change.ok) return graphError(request, 400, change.code, change.message);

  const { notificationUrl, expiresAtMs } = change.value;
  if (notificationUrl !== undefined && notificationUrl !== subscription.notificationUrl) {
    const refusal = await refuseEndpoints(context, [notificationUrl]);
    if (refusal !== undefined) return refusal;
    if (ourSubscription(context) === undefined) return notFound(context);
    subscription.notificationUrl = notificationUrl;
  }
  subscription.expiresAtMs = expiresAtMs ?? subscription.expiresAtMs;
  subscription.authorizedAtMs = now;
  core.activity.changed();
  return entity(context, subscription, 200, null);
}

export function deleteSubscription(context: RouteContext): Answer {
  const subscription = ourSubscription(context);
  if (subscription === undefined) return notFound(context);
  context.core.subscriptions.remove(subscription.id);
  context.core.activity.changed();
  return emptyAnswer(204);
}

export function reauthorizeSubscription(context: RouteContext): Answer {
  const subscription = ourSubscription(context);
  if (subscription === undefined) return notFound(context);
  subscription.authorizedAtMs = context.core.settings.now().getTime();
  context.core.activity.changed();
  return emptyAnswer(204);
}

/** One after the other, the notification URL first. */
async function refuseEndpoints(
  { core, request }: RouteContext,
  urls: readonly string[],
): Promise<Answer | undefined> {
  for (const url of urls) {
    const { validationTimeoutMs } = core.settings.subscriptions;
    const verdict = await validateEndpoint(
      url,
      makeValidationToken(),
      validationTimeoutMs,
      core.notifier.dispatcher,
    );
    if (!verdict.ok) return graphError(request, 400, 'InvalidRequest', verdict.message);
  }
  return undefined;
}

/** Each app sees its own only. */
function ourSubscription({ core, names }: RouteContext): Subscription | undefined {
  const found = core.subscriptions.find(names[0] ?? '');
  return found?.applicationId === core.settings.appId ? found : undefined;
}

function conflict({ request }: RouteContext, twin: Subscription): Answer {
  const message = `Subscription Id <${twin.id}> already exists for the requested combination`;
  return graphError(request, 409, 'ObjectIdentifierInUse', message);
}

function notFound({ request }: RouteContext): Answer {
  return graphError(request, 404, 'ResourceNotFound', 'The object was not found.');
}

function entity(
  context: RouteContext,
  subscription: Subscription,
  status: number,
  clientState: string | null,
): Answer {
  const odata = `https://graph.microsoft.com/${context.apiVersion}/$metadata#subscriptions/$entity`;
  return jsonAnswer(
    status,
    JSON.stringify({ '@odata.context': odata, ...describe(subscription, clientState) }),
  );
}

function describe(subscription: Subscription, clientState: string | null): Record<string, unknown> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.applicationId,
    changeType: subscription.changeType,
    clientState,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl ?? null,
    expirationDateTime: new Date(subscription.expiresAtMs).toISOString().replace('Z', '0000Z'),
    creatorId: subscription.applicationId,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}
