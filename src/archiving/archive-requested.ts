/**
 * Handles a `records` message, which may be packed, or a `resume` message: the rules of delivery (design §6). It ends when
 * every record of it is finished or has a message of its own, or it throws, and the queue delivers it again.
 */
import { formatError } from '../errors.ts';
import { type RecordsRequest, type ResumeRequest, splitRecordsRequest } from '../model/archive-request.ts';
import { minuteMs } from '../model/durations.ts';
import { type FinishTools, finishRecord, type SingleRequest } from './finish-record.ts';
import { postpone } from './postpone.ts';

export interface ArchiveRequestedTools extends FinishTools {
  /** Runs the task as soon as this instance may work on one more record. */
  limit<T>(task: () => Promise<T>): Promise<T>;
}

/** `deliveries`: how often the queue has delivered this message, 1 for the first time. */
export type ArchiveRequested = (request: RecordsRequest | ResumeRequest, deliveries: number) => Promise<void>;

/** What is not started or not done by then leaves as a message, well before the runtime ends the function. */
const runTimeMs = 4 * minuteMs;

export function makeArchiveRequested(tools: ArchiveRequestedTools): ArchiveRequested {
  return async (request, deliveries) => {
    const now = tools.now();
    const waitMs = remainingWaitMs(request, now);
    if (request.retry && waitMs > 0)
      return postpone({ ...request, retry: request.retry }, waitMs, tools.queue, now);

    const deadline = new Date(now.getTime() + runTimeMs);
    const again = deliveries > 1;
    const [single, ...others] = splitRequest(again ? rememberTry(request, now) : request);
    if (single && others.length === 0) return tools.limit(() => finishRecord(single, deadline, tools));

    // Something in a redelivered message may have ended the process: alone, a record harms only itself.
    if (again) tools.note('archiving.requests-split', { records: request.callIds.length, deliveries });
    const work = (one: SingleRequest) =>
      again || tools.now() > deadline ? tools.queue.send(one) : finishApart(one, deadline, tools);
    const ends = await Promise.allSettled(
      [single, ...others].map((one) => one && tools.limit(() => work(one))),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  };
}

/** An earlier try may have ended between the row in the ledger and the message that would have closed it. */
function rememberTry<Request extends RecordsRequest | ResumeRequest>(request: Request, now: Date): Request {
  return request.retry ? request : { ...request, retry: { firstTryAt: now.toISOString(), failedTries: 0 } };
}

function splitRequest(request: RecordsRequest | ResumeRequest): SingleRequest[] {
  return request.kind === 'resume' ? [request] : splitRecordsRequest(request);
}

/** For a record of a packed message: after an unforeseen failure it leaves as a message of its own. */
async function finishApart(
  request: SingleRequest,
  deadline: Date,
  tools: ArchiveRequestedTools,
): Promise<void> {
  try {
    await finishRecord(request, deadline, tools);
  } catch (error) {
    tools.note('archiving.record-failed', { call_id: request.callIds[0], error: formatError(error) });
    await tools.queue.send(rememberTry(request, tools.now()));
  }
}

function remainingWaitMs({ retry }: RecordsRequest | ResumeRequest, now: Date): number {
  return retry?.notBefore ? new Date(retry.notBefore).getTime() - now.getTime() : 0;
}
