/** The way into a queue: `archive-requests`, or `archive-work` for what can wait. */
import type { ArchiveRequest } from '../model/archive-request.ts';
import { dayMs } from '../model/durations.ts';

export interface SendOptions {
  /** How long the message stays hidden, at most six days (Azure's limit is seven). */
  delayMs?: number;
  /** Ends the attempt. The message may or may not have arrived then. */
  signal?: AbortSignal;
}

export interface RequestQueue<Request = ArchiveRequest> {
  /** Resolves when the message is stored for good; throws when it is not known to be. */
  send(request: Request, options?: SendOptions): Promise<void>;
}

/** The longest that a message can be hidden. */
export const maxDelayMs = 6 * dayMs;
