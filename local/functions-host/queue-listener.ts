/**
 * A queue trigger: polls, runs up to batchSize + newBatchThreshold messages at a time, and afterwards deletes a
 * message, makes it visible again, or moves it to the poison queue. The rules are those of the runtime's
 * QueueListener and QueueProcessor (Microsoft.Azure.WebJobs.Extensions.Storage.Queues).
 */
import type { DequeuedMessageItem as Message, QueueClient } from '@azure/storage-queue';
import type { RpcTypedData } from './core-types.ts';
import type { QueueConfig } from './host-config.ts';
import type { HostLog } from './log.ts';
import { keepLease, pause } from './message-lease.ts';
import { isGone, isQueueMissing } from './queue-errors.ts';
import { decodeMessageText, toTriggerMetadata } from './queue-message.ts';

export interface QueueListenerOptions {
  functionName: string;
  queue: QueueClient;
  /** None for a poison queue itself. */
  poisonQueue: QueueClient | undefined;
  config: QueueConfig;
  leaseSeconds: number;
  /** True when the function succeeded. */
  run(text: string, metadata: Record<string, RpcTypedData>): Promise<boolean>;
  log: HostLog;
}

export interface QueueListener {
  /** Fetches no more and waits for what runs, at most until `giveUp`; what then still runs keeps its lease. */
  stop(giveUp: Promise<void>): Promise<void>;
}

const minPollMs = 100;
const receiveTimeoutMs = 60_000;

export function startQueueListener(options: QueueListenerOptions): QueueListener {
  const { queue, config, leaseSeconds, log, functionName } = options;
  const stopping = new AbortController();
  const givenUp = new AbortController();
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  const running = new Set<Promise<void>>();

  const start = (message: Message) => {
    const done = handleMessage(options, message, givenUp.signal)
      .catch((error: unknown) => {
        // Nothing is lost: the message comes back when its lease ends.
        log('error', functionName, `Message ${message.messageId} could not be completed`, error);
      })
      .finally(() => running.delete(done));
    running.add(done);
  };
  const receive = async () => {
    try {
      const { batchSize: numberOfMessages } = config;
      const received = await queue.receiveMessages({
        numberOfMessages,
        visibilityTimeout: leaseSeconds,
        // A connection that hangs must not silence the function; what it took comes back when its lease ends.
        abortSignal: AbortSignal.timeout(receiveTimeoutMs),
      });
      return received.receivedMessageItems;
    } catch (error) {
      log('warning', functionName, `Queue ${queue.name} could not be read: ${String(error)}`);
      return [];
    }
  };
  const poll = async () => {
    let waitMs = minPollMs;
    while (!stopping.signal.aborted) {
      const messages = await receive();
      if (stopping.signal.aborted) {
        await Promise.allSettled(messages.map((message) => release(options, message, message.popReceipt, 0)));
        return;
      }
      messages.forEach(start);
      while (running.size > config.newBatchThreshold && !stopping.signal.aborted) {
        await Promise.race([...running, stopped]);
      }
      if (messages.length > 0) waitMs = minPollMs;
      else {
        await pause(waitMs, stopping.signal);
        waitMs = Math.min(waitMs * 2, config.maxPollingIntervalMs);
      }
    }
  };
  const polling = poll();
  return {
    stop: async (giveUp) => {
      stopping.abort();
      const finished = polling.then(() => Promise.all(running));
      await Promise.race([finished, giveUp.then(() => givenUp.abort())]);
    },
  };
}

async function handleMessage(
  options: QueueListenerOptions,
  message: Message,
  giveUp: AbortSignal,
): Promise<void> {
  const { queue, config, leaseSeconds, log, functionName } = options;
  const text = decodeMessageText(message.messageText, config.messageEncoding);
  if (text === undefined) return moveToPoison(options, message, message.popReceipt, 'it is not base64');
  if (message.dequeueCount > config.maxDequeueCount) {
    // Runs that ended with their process left no failure behind, only the count.
    return moveToPoison(options, message, message.popReceipt, `it came ${message.dequeueCount} times`);
  }
  const lease = keepLease(queue, message, leaseSeconds, giveUp, (error) =>
    log(
      'warning',
      functionName,
      `The lease of message ${message.messageId} was not renewed: ${String(error)}`,
    ),
  );
  const succeeded = await options.run(text, toTriggerMetadata(message, text));
  const popReceipt = await lease.end();
  if (succeeded) return deleteMessage(options, message, popReceipt);
  if (!options.poisonQueue) return stayHidden(options, message, 'it failed');
  if (message.dequeueCount >= config.maxDequeueCount) {
    return moveToPoison(options, message, popReceipt, `it failed ${message.dequeueCount} times`);
  }
  return release(options, message, popReceipt, config.visibilityTimeoutMs);
}

// The runtime's way with queues that have no poison queue: no fast loop of failures.
function stayHidden({ log, functionName }: QueueListenerOptions, { messageId }: Message, why: string): void {
  log('warning', functionName, `Message ${messageId} stays hidden until its lease ends: ${why}`);
}

async function moveToPoison(
  options: QueueListenerOptions,
  message: Message,
  popReceipt: string,
  why: string,
): Promise<void> {
  const { poisonQueue, log, functionName } = options;
  if (!poisonQueue) return stayHidden(options, message, why);
  const put = () => poisonQueue.sendMessage(message.messageText, { messageTimeToLive: -1 });
  try {
    await put();
  } catch (error) {
    if (!isQueueMissing(error)) throw error;
    await poisonQueue.createIfNotExists();
    await put();
  }
  log('warning', functionName, `Message ${message.messageId} moved to ${poisonQueue.name}: ${why}`);
  await deleteMessage(options, message, popReceipt);
}

async function deleteMessage(
  { queue, log, functionName }: QueueListenerOptions,
  { messageId }: Message,
  popReceipt: string,
): Promise<void> {
  try {
    await queue.deleteMessage(messageId, popReceipt);
  } catch (error) {
    if (!isGone(error)) throw error;
    log('warning', functionName, `Message ${messageId} was gone before it could be deleted`);
  }
}

async function release(
  { queue }: QueueListenerOptions,
  { messageId }: Message,
  popReceipt: string,
  visibilityTimeoutMs: number,
): Promise<void> {
  try {
    await queue.updateMessage(messageId, popReceipt, undefined, Math.round(visibilityTimeoutMs / 1000));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
