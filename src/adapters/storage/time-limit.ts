/** A time limit for every request to storage: the SDK waits forever for an answer that never comes. */
import { withinTime } from '../../concurrency/within-time.ts';
import { minuteMs } from '../../model/durations.ts';

/** Enough for a block of 1 MiB with the SDK's own retries on a slow day. */
const maxMs = minuteMs;

/** The option that ends one operation of a storage client, retries included. */
export function limitTime(): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(maxMs) };
}

/** The same for a listing or a download: the time that passes before its next part comes, not what is done with it. */
export async function* limitSteps<Part>(parts: AsyncIterable<Part>, maxStepMs = maxMs): AsyncGenerator<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await withinTime(iterator.next(), maxStepMs, 'Reading from storage: nothing came');
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // Not awaited: it may wait for the part that does not come.
    void iterator.return?.()?.catch(() => undefined);
  }
}
