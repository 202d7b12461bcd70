/** Subscriptions through Graph's HTTP interface (graph-facts §2). */
import { z } from 'zod';
import { GraphError } from '../../errors.ts';
import type { GraphSubscription, SubscriptionApi } from '../../ports/subscription-api.ts';
import type { GraphAnswer, GraphClient, GraphRequest } from './graph-client.ts';

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

type SubscriptionPage = z.output<typeof subscriptionPage>;

export function makeGraphSubscriptions(client: GraphClient): SubscriptionApi {
  return {
    async *list() {
      const followed = new Set<string>();
      let target: GraphRequest['target'] | undefined = { path: '/subscriptions' };
      while (target) {
        const page: SubscriptionPage = parse(
          await client.request({ method: 'GET', target }),
          subscriptionPage,
        );
        yield* page.value;
        const link = page['@odata.nextLink'];
        target = link && !followed.has(link) ? { link } : undefined;
        if (link) followed.add(link);
      }
    },
    async create({ expiresAt, ...wanted }) {
      const json = { ...wanted, expirationDateTime: expiresAt.toISOString() };
      return parse(
        await client.request({ method: 'POST', target: { path: '/subscriptions' }, json }),
        subscription,
      );
    },
    async renew(id, { expiresAt, notificationUrl }) {
      const json = {
        expirationDateTime: expiresAt.toISOString(),
        ...(notificationUrl && { notificationUrl }),
      };
      return parse(
        await client.request({ method: 'PATCH', target: { path: pathOf(id) }, json }),
        subscription,
      );
    },
    async remove(id) {
      try {
        await client.request({ method: 'DELETE', target: { path: pathOf(id) } });
      } catch (error) {
        if (!(error instanceof GraphError && error.status === 404)) throw error;
      }
    },
  };
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
