/** A call at a later moment that belongs to nothing that runs now: an invocation has ended long before its timer rings. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Calls `work` after that time, unless the process ends first. */
export type CallLater = (work: () => void, afterMs: number) => void;

/** What is called later runs in the context in which this was made. */
export function makeCallLater(): CallLater {
  const outside = AsyncLocalStorage.snapshot();
  return (work, afterMs) => outside(() => setTimeout(work, afterMs).unref());
}
