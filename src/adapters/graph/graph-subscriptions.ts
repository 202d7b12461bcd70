/** Subscriptions through Graph's HTTP interface (graph-facts §2). */
import { z } from 'zod';
import { GraphError, ShapeError } from '../../errors.ts';
import { findMember, findNextLink, requireArray, scanAnswer } from '../../paging/answer-members.ts';
import { followPages, type LinkedPage } from '../../paging/follow-pages.ts';
import { openAnswer } from '../../paging/open-answer.ts';
import type { GraphSubscription, SubscriptionApi } from '../../ports/subscription-api.ts';
import type { GraphAnswer, GraphClient } from './graph-client.ts';

const doing = 'Reading a subscription';

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

const subscriptionPage = z.object({ value: z.array(subscription) });

type SubscriptionPage = LinkedPage & z.output<typeof subscriptionPage>;

export function makeGraphSubscriptions(client: GraphClient): SubscriptionApi {
  async function readPage(link: string | undefined): Promise<SubscriptionPage> {
    const target = link === undefined ? { path: '/subscriptions' } : { link };
    const answer = await client.request({ method: 'GET', target });
    return { ...openAnswer(answer, doing, openPage), requestId: answer.requestId };
  }

  return {
    async *list() {
      for await (const page of followPages(readPage)) yield* page.value;
    },
    async create({ expiresAt, ...wanted }) {
      const json = { ...wanted, expirationDateTime: expiresAt.toISOString() };
      return openOne(await client.request({ method: 'POST', target: { path: '/subscriptions' }, json }));
    },
    async renew(id, { expiresAt, notificationUrl }) {
      const json = {
        expirationDateTime: expiresAt.toISOString(),
        ...(notificationUrl && { notificationUrl }),
      };
      return openOne(await client.request({ method: 'PATCH', target: { path: pathOf(id) }, json }));
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

function openPage(bytes: Uint8Array): Omit<SubscriptionPage, 'requestId'> {
  const root = scanAnswer(bytes, 2);
  const { items, start, end } = requireArray(findMember(root, 'value')?.value, 'value');
  return {
    ...parseBody(bytes, subscriptionPage),
    bytes,
    items: items.length > 0 ? [bytes.subarray(start, end)] : [],
    nextLink: findNextLink(bytes, root).link,
  };
}

function openOne(answer: GraphAnswer): GraphSubscription {
  return openAnswer(answer, doing, (bytes) => {
    scanAnswer(bytes, 1);
    return parseBody(bytes, subscription);
  });
}

/** The body is valid JSON. */
function parseBody<Value>(bytes: Uint8Array, schema: z.ZodType<Value>): Value {
  const { data, error } = schema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  if (data === undefined)
    throw new ShapeError(`${doing}: Graph answered in an unknown form`, { cause: error });
  return data;
}
