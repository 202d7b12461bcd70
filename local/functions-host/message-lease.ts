/**
 * Keeps a message invisible to others while its function runs: renewed at half time, and no longer than the
 * process lives. A killed host's messages come back when the lease ends.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueClient } from '@azure/storage-queue';
import { isGone } from './queue-errors.ts';

export interface MessageLease {
  /** Ends the renewal. Resolves with the receipt that is valid now. */
  end(): Promise<string>;
}

const minWaitMs = 500;

export function keepLease(
  queue: QueueClient,
  message: { messageId: string; popReceipt: string },
  leaseSeconds: number,
  giveUp: AbortSignal,
  onFailure: (error: unknown) => void,
): MessageLease {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, giveUp]);
  const halfMs = (leaseSeconds * 1000) / 2;
  let { popReceipt } = message;

  const renew = async () => {
    let waitMs = halfMs;
    while (await pause(waitMs, signal)) {
      try {
        const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, leaseSeconds);
        popReceipt = renewed.popReceipt ?? popReceipt;
        waitMs = halfMs;
      } catch (error) {
        onFailure(error);
        if (isGone(error)) return;
        waitMs = Math.max(minWaitMs, waitMs / 2);
      }
    }
  };
  const renewing = renew();
  return {
    end: async () => {
      ending.abort();
      await renewing;
      return popReceipt;
    },
  };
}

/** False when aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
