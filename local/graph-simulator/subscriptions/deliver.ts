/**
 * One POST to a notification endpoint, and its retries: anything but a 2xx in time is tried again.
 * https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#process-the-change-notification
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { NotificationSettings } from '../settings.ts';

export interface Envelope {
  readonly kind: 'change' | 'lifecycle' | 'raw';
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
  readonly callIds: readonly string[];
}

/** One try. */
export interface Delivery extends Envelope {
  readonly attempt: number;
  readonly at: string;
  /** Undefined when there was no answer in time. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

export interface DeliveryOutcome {
  readonly delivered: boolean;
  readonly tries: readonly Delivery[];
}

export async function deliver(
  envelope: Envelope,
  settings: Pick<NotificationSettings, 'retryDelaysMs' | 'timeoutMs' | 'retryTimeoutMs'>,
  dispatcher: Dispatcher,
  stopped: AbortSignal,
  note: (delivery: Delivery) => void,
): Promise<DeliveryOutcome> {
  const tries: Delivery[] = [];
  while (!stopped.aborted) {
    const timeoutMs = tries.length === 0 ? settings.timeoutMs : settings.retryTimeoutMs;
    const delivery = await tryOnce(envelope, tries.length + 1, timeoutMs, dispatcher, stopped);
    tries.push(delivery);
    note(delivery);
    if (delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300) {
      return { delivered: true, tries };
    }
    const pause = settings.retryDelaysMs[tries.length - 1];
    if (pause === undefined) break;
    await delay(pause, undefined, { signal: stopped }).catch(() => undefined);
  }
  return { delivered: false, tries };
}

async function tryOnce(
  envelope: Envelope,
  attempt: number,
  timeoutMs: number,
  dispatcher: Dispatcher,
  stopped: AbortSignal,
): Promise<Delivery> {
  const begun = Date.now();
  const at = new Date(begun).toISOString();
  let status: number | undefined;
  try {
    const response = await request(envelope.url, {
      method: 'POST',
      headers: { 'content-type': envelope.contentType },
      body: envelope.body,
      dispatcher,
      signal: AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body.dump();
    status = response.statusCode;
  } catch {
    status = undefined;
  }
  return { ...envelope, attempt, at, status, durationMs: Date.now() - begun };
}
