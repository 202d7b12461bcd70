/** In-memory twin of the queue's sending side. Faults are data: `failNext` makes the next sends fail. */
import type { ArchiveRequest } from '../../src/model/archive-request.ts';
import { maxDelayMs, type RequestQueue } from '../../src/ports/request-queue.ts';

export type MemoryRequestQueue<Request = ArchiveRequest> = RequestQueue<Request> & {
  sent: { request: Request; delayMs: number }[];
  /** The next `times` sends throw this and store nothing. */
  failNext(times?: number, error?: Error): void;
};

export function makeMemoryRequestQueue<Request = ArchiveRequest>(): MemoryRequestQueue<Request> {
  const sent: MemoryRequestQueue<Request>['sent'] = [];
  const faults: Error[] = [];
  return {
    sent,
    failNext(times = 1, error = new Error('The queue is not there')) {
      for (let i = 0; i < times; i += 1) faults.push(error);
    },
    async send(request, { delayMs = 0, signal } = {}) {
      signal?.throwIfAborted();
      const fault = faults.shift();
      if (fault) throw fault;
      if (delayMs > maxDelayMs) throw new RangeError(`A message cannot be hidden for ${delayMs} ms`);
      sent.push({ request: structuredClone(request), delayMs });
    },
  };
}
