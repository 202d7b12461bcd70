/**
 * Queue triggers of the functions host on a real Azurite: what becomes of a message that succeeds, fails, cannot be
 * read, takes long, or whose host is killed.
 */
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { eventually } from '../support/eventually.ts';
import {
  type Fixture,
  type HostProcess,
  killLeftHosts,
  makePackage,
  readyUrl,
  spawnHost,
} from './functions-host-process.ts';

const fastPolling = { maxPollingInterval: '00:00:00.1' };

let azurite: Azurite;
let service: QueueServiceClient;
beforeAll(async () => {
  azurite = await startAzurite();
  service = QueueServiceClient.fromConnectionString(azurite.connectionString);
});
afterAll(async () => {
  killLeftHosts();
  await azurite.close();
});

const spawnOnAzurite = ({ folder }: Fixture, queue: string, environment: Record<string, string> = {}) =>
  spawnHost(folder, { ArchiveStorage: azurite.connectionString, QUEUE: queue, ...environment });

const makeQueuePackage = (handler: string, queues: object = {}, more = '') =>
  makePackage(
    `app.storageQueue('work', { queueName: '%QUEUE%', connection: 'ArchiveStorage', handler: ${handler} }); ${more}`,
    { extensions: { queues: { ...fastPolling, ...queues } } },
  );

const send = (queue: QueueClient, text: string) => queue.sendMessage(Buffer.from(text).toString('base64'));

async function stop(host: HostProcess, fixture: Fixture): Promise<void> {
  host.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  await fixture.remove();
}

const countOf = async (queue: QueueClient) => (await queue.getProperties()).approximateMessagesCount;
const untilEmpty = (queue: QueueClient) => eventually(async () => expect(await countOf(queue)).toBe(0));
const firstOf = (queue: QueueClient) =>
  eventually(async () => {
    const [first] = (await queue.peekMessages()).peekedMessageItems;
    if (!first) throw new Error(`Queue ${queue.name} has no message to see`);
    return first;
  });

describe('a message', () => {
  test('reaches the handler with its metadata, and is deleted after success', async () => {
    const fixture = await makeQueuePackage(
      '(message, context) => say({ message, metadata: context.triggerMetadata, trace: context.traceContext.traceParent })',
    );
    const queue = service.getQueueClient('success');
    const host = spawnOnAzurite(fixture, queue.name);
    await readyUrl(host);
    const { messageId, insertedOn } = await send(queue, '{"Kind":"records","n":1}');
    await host.find(/EVENT/);
    const [event] = host.events() as { message: unknown; metadata: Record<string, unknown>; trace: string }[];
    expect(event?.message).toEqual({ Kind: 'records', n: 1 });
    expect(event?.metadata).toMatchObject({
      queueTrigger: { kind: 'records', n: 1 },
      dequeueCount: 1,
      id: messageId,
    });
    expect(new Date(String(event?.metadata['insertionTime']))).toEqual(insertedOn);
    expect(Date.parse(String(event?.metadata['expirationTime']))).toBeGreaterThan(Date.now());
    expect(Date.parse(String(event?.metadata['nextVisibleTime']))).toBeGreaterThan(Date.now() + 500_000);
    expect(typeof event?.metadata['popReceipt']).toBe('string');
    expect(event?.trace).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    await untilEmpty(queue);
    await stop(host, fixture);
  });

  test('that fails is delivered again after visibilityTimeout, and at maxDequeueCount goes to the poison queue', async () => {
    const fixture = await makeQueuePackage(
      '(message, context) => { say({ count: context.triggerMetadata.dequeueCount, at: Date.now() }); throw new Error("no"); }',
      { maxDequeueCount: 2, visibilityTimeout: '00:00:01' },
    );
    const queue = service.getQueueClient('failure');
    const host = spawnOnAzurite(fixture, queue.name);
    await readyUrl(host);
    await send(queue, 'text');
    const first = await host.event({ count: 1 });
    const second = await host.event({ count: 2 });
    expect(Number(second['at']) - Number(first['at'])).toBeGreaterThan(900);
    const poisoned = await firstOf(service.getQueueClient('failure-poison'));
    expect(Buffer.from(poisoned.messageText, 'base64').toString()).toBe('text');
    expect(poisoned.expiresOn.getFullYear()).toBeGreaterThan(new Date().getFullYear() + 10);
    await untilEmpty(queue);
    await stop(host, fixture);
  });

  test('in the poison queue is run by the function there; when that fails, it stays hidden until its lease ends', async () => {
    const fixture = await makeQueuePackage(
      '() => { throw new Error("no"); }',
      { maxDequeueCount: 1 },
      `app.storageQueue('poison', { queueName: '%QUEUE%-poison', connection: 'ArchiveStorage', handler: (message, context) => {
        say({ message, count: context.triggerMetadata.dequeueCount }); throw new Error('nor here');
      } });`,
    );
    const queue = service.getQueueClient('twice');
    const host = spawnOnAzurite(fixture, queue.name);
    await readyUrl(host);
    await send(queue, 'text');
    await host.event({ message: 'text', count: 1 });
    await host.find(/\[poison\] Message \S+ stays hidden until its lease ends/);
    expect(await countOf(service.getQueueClient('twice-poison'))).toBe(1);
    expect((await service.getQueueClient('twice-poison').peekMessages()).peekedMessageItems).toEqual([]);
    await stop(host, fixture);
  });

  test('that is not base64 goes to the poison queue as it is, and is not run', async () => {
    const fixture = await makeQueuePackage('(message) => say({ message })');
    const queue = service.getQueueClient('plain');
    const host = spawnOnAzurite(fixture, queue.name);
    await readyUrl(host);
    await queue.sendMessage('{"plain":true}');
    expect((await firstOf(service.getQueueClient('plain-poison'))).messageText).toBe('{"plain":true}');
    await untilEmpty(queue);
    expect(host.events()).toEqual([]);
    await stop(host, fixture);
  });

  test('is plain text where messageEncoding is none', async () => {
    const fixture = await makeQueuePackage('(message) => say({ message })', { messageEncoding: 'none' });
    const queue = service.getQueueClient('none');
    const host = spawnOnAzurite(fixture, queue.name);
    await readyUrl(host);
    await queue.sendMessage('plain');
    await host.event({ message: 'plain' });
    await stop(host, fixture);
  });

  test('that takes longer than its lease is not given to anybody else', async () => {
    const fixture = await makeQueuePackage(
      'async () => { say({ began: true }); await new Promise((resolve) => setTimeout(resolve, 5000)); say({ ended: true }); }',
    );
    const queue = service.getQueueClient('long');
    const host = spawnOnAzurite(fixture, queue.name, { HOST_LEASE_SECONDS: '2' });
    await readyUrl(host);
    await send(queue, 'text');
    await host.event({ ended: true });
    await untilEmpty(queue);
    expect(host.events()).toEqual([{ began: true }, { ended: true }]);
    await stop(host, fixture);
  });
});

describe('kill -9 while a message runs', () => {
  const hangsAtFirst = `(message, context) => {
    say({ count: context.triggerMetadata.dequeueCount });
    if (context.triggerMetadata.dequeueCount === 1) return new Promise(() => {});
  }`;

  test('loses nothing: the message is run again', async () => {
    const fixture = await makeQueuePackage(hangsAtFirst);
    const queue = service.getQueueClient('killed');
    const killed = spawnOnAzurite(fixture, queue.name, { HOST_LEASE_SECONDS: '2' });
    await readyUrl(killed);
    await send(queue, 'text');
    await killed.event({ count: 1 });
    killed.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const host = spawnOnAzurite(fixture, queue.name, { HOST_LEASE_SECONDS: '2' });
    await host.event({ count: 2 });
    await untilEmpty(queue);
    await stop(host, fixture);
  });

  test('at its last try moves the message to the poison queue without running it again', async () => {
    const fixture = await makeQueuePackage(hangsAtFirst, { maxDequeueCount: 1 });
    const queue = service.getQueueClient('killed-last');
    const killed = spawnOnAzurite(fixture, queue.name, { HOST_LEASE_SECONDS: '1' });
    await readyUrl(killed);
    await send(queue, 'text');
    await killed.event({ count: 1 });
    killed.kill('SIGKILL');
    await killed.ended;
    const host = spawnOnAzurite(fixture, queue.name, { HOST_LEASE_SECONDS: '1' });
    await firstOf(service.getQueueClient('killed-last-poison'));
    expect(host.events()).toEqual([]);
    await readyUrl(host);
    await stop(host, fixture);
  });
});

test('no more messages run at a time than batchSize and newBatchThreshold allow', async () => {
  const fixture = await makeQueuePackage(
    `async (message) => {
      running += 1; say({ running, message });
      if (running === 3) three.resolve();
      if (isFirst) { isFirst = false; await three.promise; }
      else await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
    }`,
    { batchSize: 2, newBatchThreshold: 1 },
    'let running = 0; let isFirst = true; const three = Promise.withResolvers();',
  );
  const queue = service.getQueueClient('many');
  await queue.createIfNotExists();
  await Promise.all(Array.from({ length: 12 }, (_, index) => send(queue, `m${index}`)));
  const host = spawnOnAzurite(fixture, queue.name);
  await readyUrl(host);
  await untilEmpty(queue);
  const events = host.events();
  expect(new Set(events.map((event) => event['message'])).size).toBe(12);
  expect(Math.max(...events.map((event) => Number(event['running'])))).toBe(3);
  await stop(host, fixture);
});

test('SIGTERM lets a running message end, and it is deleted', async () => {
  const fixture = await makeQueuePackage(
    'async () => { say({ began: true }); await new Promise((resolve) => setTimeout(resolve, 700)); say({ ended: true }); }',
  );
  const queue = service.getQueueClient('stopping');
  const host = spawnOnAzurite(fixture, queue.name);
  await readyUrl(host);
  await send(queue, 'text');
  await host.event({ began: true });
  await stop(host, fixture);
  expect(host.events().at(-1)).toEqual({ ended: true });
  expect(await countOf(queue)).toBe(0);
});
