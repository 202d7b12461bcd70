/** What the flow relies on in its one queue: what was sent is there for good, and not to be seen before its time. */
import type { QueueClient } from '@azure/storage-queue';
import { describe, expect, test } from '@jest/globals';
import { makeAzureRequestQueue } from '../../src/adapters/storage/azure-request-queue.ts';
import {
  type ArchiveRequest,
  maxCallIdsPerRequest,
  packRecordsRequests,
  parseArchiveRequest,
} from '../../src/model/archive-request.ts';
import { dayMs } from '../../src/model/durations.ts';
import { maxDelayMs, type RequestQueue } from '../../src/ports/request-queue.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryRequestQueue } from '../support/memory-request-queue.ts';

const storage = useStorage();

interface Opened {
  queue: RequestQueue;
  /** The requests that a trigger would be handed now. */
  readVisible(): Promise<ArchiveRequest[]>;
  /** How many are there in all, hidden or not. */
  count(): Promise<number>;
}

/** Each test has an empty queue of its own. */
const subjects: [string, () => Promise<Opened>][] = [
  [
    'in memory',
    async () => {
      const queue = makeMemoryRequestQueue();
      return {
        queue,
        readVisible: async () =>
          queue.sent.filter(({ delayMs }) => delayMs === 0).map(({ request }) => request),
        count: async () => queue.sent.length,
      };
    },
  ],
  [
    'as a storage queue',
    async () => {
      const client = await makeQueue();
      return {
        queue: makeAzureRequestQueue(client),
        async readVisible() {
          const { peekedMessageItems } = await client.peekMessages({ numberOfMessages: 32 });
          return peekedMessageItems.map(({ messageText }) => parseArchiveRequest(decode(messageText)));
        },
        count: async () => (await client.getProperties()).approximateMessagesCount ?? 0,
      };
    },
  ],
];

describe.each(subjects)('a request queue %s', (_name, open) => {
  test.each<[string, ArchiveRequest]>([
    [
      'records',
      {
        schema: 1,
        kind: 'records',
        reason: 'redrive',
        callIds: [callId(1), callId(2)],
        endedAt: '2026-11-20T10:05:00Z',
        retry: { firstTryAt: '2026-11-20T10:00:00.000Z', failedTries: 3 },
      },
    ],
    [
      'renew',
      {
        schema: 1,
        kind: 'renew',
        subscriptionId: callId(3),
        event: 'reauthorizationRequired',
        receivedAt: '2026-11-20T10:00:00.000Z',
      },
    ],
    ['reconcile', { schema: 1, kind: 'reconcile', cause: 'missed' }],
  ])('hands out a %s request as it was sent', async (_kind, request) => {
    const { queue, readVisible } = await open();
    await queue.send(request);
    expect(await readVisible()).toEqual([request]);
  });

  test('takes a request that is packed full', async () => {
    const { queue, readVisible } = await open();
    const ids = Array.from({ length: maxCallIdsPerRequest }, (_, i) => callId(i));
    const requests = packRecordsRequests(ids, 'backfill');
    expect(requests).toHaveLength(1);
    const ends = ids.map(() => '2026-11-20T10:05:00.123Z');
    const full = requests.map((request) => ({ ...request, ends }));
    for (const request of full) await queue.send(request);
    expect(await readVisible()).toEqual(full);
  });

  test.each([
    ['a minute', 60_000],
    ['as long as is allowed', maxDelayMs],
  ])('hides a request for %s', async (_long, delayMs) => {
    const { queue, readVisible, count } = await open();
    await queue.send(sample, { delayMs });
    expect(await readVisible()).toEqual([]);
    expect(await count()).toBe(1);
  });

  test('throws for a delay that no queue allows', async () => {
    const { queue, count } = await open();
    await expect(queue.send(sample, { delayMs: 8 * dayMs })).rejects.toThrow();
    expect(await count()).toBe(0);
  });

  test('throws when its signal was given up before', async () => {
    const { queue, count } = await open();
    await expect(queue.send(sample, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await count()).toBe(0);
  });

  test('keeps every one of many requests sent at once', async () => {
    const { queue, readVisible } = await open();
    const requests = Array.from({ length: 20 }, (_, i) => ({ ...sample, callIds: [callId(i)] }));
    await Promise.all(requests.map((request) => queue.send(request)));
    expect(await readVisible()).toHaveLength(20);
    expect(await readVisible()).toEqual(expect.arrayContaining(requests));
  });
});

describe('a message of the storage queue', () => {
  test('is JSON in base64, never expires, and comes out when its delay is over', async () => {
    const client = await makeQueue();
    const sentAt = Date.now();
    await makeAzureRequestQueue(client).send(sample, { delayMs: 1_500 });
    const message = await receiveFirst(client);
    // Storage counts whole seconds: never less than what was asked for.
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1_000);
    expect(message.messageText).toBe(Buffer.from(JSON.stringify(sample)).toString('base64'));
    expect(message.expiresOn.getTime()).toBeGreaterThan(sentAt + 365 * dayMs);
  });

  test('names the operation that it was sent in, beside the request, which is read as ever', async () => {
    const client = await makeQueue();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await makeAzureRequestQueue(client, () => traceparent).send(sample);
    const text = decode((await receiveFirst(client)).messageText);
    expect(JSON.parse(text)).toEqual({ ...sample, traceparent });
    expect(parseArchiveRequest(text)).toEqual(sample);
  });

  test('is not known to be sent when the queue is away', async () => {
    const away = makeAzureRequestQueue(storage().queue('not-there'));
    await expect(away.send(sample)).rejects.toMatchObject({ statusCode: 404 });
  });

  test('is given up while it is on its way', async () => {
    const queue = makeAzureRequestQueue(await makeQueue());
    const controller = new AbortController();
    const sending = queue.send(sample, { signal: controller.signal });
    controller.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('the twin fails as often as a test wants, and stores nothing then', async () => {
  const queue = makeMemoryRequestQueue();
  queue.failNext(2);
  await expect(queue.send(sample)).rejects.toThrow();
  await expect(queue.send(sample)).rejects.toThrow();
  await queue.send(sample);
  expect(queue.sent).toEqual([{ request: sample, delayMs: 0 }]);
});

const sample = {
  schema: 1,
  kind: 'records',
  reason: 'notification',
  callIds: [callId(7)],
} satisfies ArchiveRequest;

function callId(n: number): string {
  return `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

function decode(messageText: string): string {
  return Buffer.from(messageText, 'base64').toString('utf8');
}

let queues = 0;

async function makeQueue(): Promise<QueueClient> {
  queues += 1;
  const client = storage().queue(`requests-${queues}`);
  await client.create();
  return client;
}

/** The first message that comes out, within ten seconds. */
async function receiveFirst(client: QueueClient) {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const [message] = (await client.receiveMessages()).receivedMessageItems;
    if (message) return message;
  }
  throw new Error('No message came out of the queue');
}
