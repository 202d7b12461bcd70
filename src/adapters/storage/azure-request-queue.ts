/** A storage queue whose messages the queue trigger reads: JSON in base64. */
import type { QueueClient } from '@azure/storage-queue';
import type { RequestQueue } from '../../ports/request-queue.ts';
import { limitTime } from './time-limit.ts';

/** Messages never expire: a request stays until it is handled. */
const forever = -1;

/**
 * `readOperation` gives the W3C `traceparent` of the work that sends; it travels in the message, next to the request,
 * and the run that handles the message continues that operation.
 */
export function makeAzureRequestQueue<Request extends object>(
  queue: QueueClient,
  readOperation: () => string | undefined = () => undefined,
): RequestQueue<Request> {
  return {
    async send(request, { delayMs = 0, signal } = {}) {
      const message = { ...request, traceparent: readOperation() };
      const text = Buffer.from(JSON.stringify(message)).toString('base64');
      await queue.sendMessage(text, {
        messageTimeToLive: forever,
        visibilityTimeout: Math.ceil(delayMs / 1000),
        ...(signal ? { abortSignal: signal } : limitTime()),
      });
    },
  };
}
