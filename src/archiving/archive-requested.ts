/**
 * Works off a `records` message, which may be packed: the rules of delivery (design §6). It ends because every record
 * of it is settled or has a message of its own, or it throws, and the queue hands the message out again.
 */
import { formatError } from '../errors.ts';
import type { RecordsRequest } from '../model/archive-request.ts';
import { postpone } from './postpone.ts';
import { type SettleTools, type SingleRequest, settleRecord } from './settle-record.ts';

export interface ArchiveRequestedTools extends SettleTools {
  /** Runs the task when one of the instance's places for records is free. */
  limit<T>(task: () => Promise<T>): Promise<T>;
}

/** `deliveries`: how often the queue has handed this message out, 1 for the first time. */
export type ArchiveRequested = (request: RecordsRequest, deliveries: number) => Promise<void>;

export function makeArchiveRequested(tools: ArchiveRequestedTools): ArchiveRequested {
  return async (request, deliveries) => {
    const waitMs = stillToWaitMs(request, tools.now());
    if (request.retry && waitMs > 0) {
      return postpone({ ...request, retry: request.retry }, waitMs, tools.queue, tools.now());
    }
    const [single, ...others] = request.callIds.map(
      (callId): SingleRequest => ({ ...request, callIds: [callId] }),
    );
    if (!single) return;
    if (others.length === 0) return tools.limit(() => settleRecord(single, tools));

    // Something in a message that comes again may have ended the process: on its own, a record harms only itself.
    const again = deliveries > 1;
    if (again) tools.note('archiving.requests-split', { records: request.callIds.length, deliveries });
    const work = again
      ? (one: SingleRequest) => tools.queue.send(one)
      : (one: SingleRequest) => settleApart(one, tools);
    await Promise.all([single, ...others].map((one) => tools.limit(() => work(one))));
  };
}

/** For a record of a packed message: what fails unforeseen leaves as a message of its own. */
async function settleApart(request: SingleRequest, tools: ArchiveRequestedTools): Promise<void> {
  try {
    await settleRecord(request, tools);
  } catch (error) {
    tools.note('archiving.record-failed', { call_id: request.callIds[0], error: formatError(error) });
    await tools.queue.send(request);
  }
}

function stillToWaitMs({ retry }: RecordsRequest, now: Date): number {
  return retry?.notBefore ? new Date(retry.notBefore).getTime() - now.getTime() : 0;
}
