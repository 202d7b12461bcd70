/** Subscriptions through Graph's HTTP interface (graph-facts §2). */
import { z } from 'zod';
import { GraphError } from '../../errors.ts';
import type { GraphSubscription, SubscriptionApi } from '../../ports/subscription-api.ts';
import type { GraphAnswer, GraphClient } from './graph-client.ts';

const subscription = z
  .object({
    id: z.string().min(1),
    resource: z.string(),
    changeType: z.string(),
    notificationUrl: z.string(),
    lifecycleNotificationUrl: z.string().nullish(),
    expirationDateTime: z.iso.datetime({ offset: true }),
  })
  .transform(
    ({ lifecycleNotificationUrl, expirationDateTime, ...same }): GraphSubscription => ({
      ...same,
      lifecycleNotificationUrl: lifecycleNotificationUrl ?? undefined,
      expiresAt: new Date(expirationDateTime),
    }),
  );

const subscriptionPage = z.object({ value: z.array(subscription), '@odata.nextLink': z.string().nullish() });

export function makeGraphSubscriptions(client: GraphClient): SubscriptionApi {
  return {
    async *list() {
      const followed = new Set<string>();
      for (let target: string | undefined = '/subscriptions'; target && !followed.has(target); ) {
        followed.add(target);
        const page: z.output<typeof subscriptionPage> = parse(
          await client.request({ method: 'GET', target }),
          subscriptionPage,
        );
        yield* page.value;
        target = page['@odata.nextLink'] ?? undefined;
      }
    },
    async create({ expiresAt, ...wanted }) {
      const json = { ...wanted, expirationDateTime: expiresAt.toISOString() };
      return parse(await client.request({ method: 'POST', target: '/subscriptions', json }), subscription);
    },
    renew: (id, expiresAt) => patch(id, { expirationDateTime: expiresAt.toISOString() }),
    move: (id, notificationUrl) => patch(id, { notificationUrl }),
    async remove(id) {
      try {
        await client.request({ method: 'DELETE', target: pathOf(id) });
      } catch (error) {
        if (!(error instanceof GraphError && error.status === 404)) throw error;
      }
    },
  };

  async function patch(id: string, json: Record<string, string>): Promise<GraphSubscription> {
    return parse(await client.request({ method: 'PATCH', target: pathOf(id), json }), subscription);
  }
}

function pathOf(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`;
}

function parse<Value>({ bytes, status, requestId }: GraphAnswer, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new GraphError('Reading a subscription: Graph answered in a form that is not known', {
      meaning: 'refused',
      status,
      cause,
      ...(requestId && { requestId }),
    });
  }
}
