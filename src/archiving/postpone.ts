/** Puts a request back into the queue for later. */
import type { RecordsRequest, ResumeRequest, RetryState } from '../model/archive-request.ts';
import { maxDelayMs, type RequestQueue } from '../ports/request-queue.ts';

/** A wait longer than a queue can hide a message stands in the message, and continues when it is delivered. */
export async function postpone(
  request: (RecordsRequest | ResumeRequest) & { retry: RetryState },
  afterMs: number,
  queue: RequestQueue,
  now: Date,
): Promise<void> {
  const { notBefore: _, ...retry } = request.retry;
  const at = new Date(now.getTime() + afterMs).toISOString();
  const state = afterMs > maxDelayMs ? { ...retry, notBefore: at } : retry;
  await queue.send({ ...request, retry: state }, { delayMs: Math.min(afterMs, maxDelayMs) });
}
