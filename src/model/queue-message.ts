/** Parses queue messages: a schema at the door, whatever the queue is. */
import type { z } from 'zod';
import { ShapeError } from '../errors.ts';

/** What is in a message: its text, or the value that the runtime made of it. `undefined` when it is not JSON. */
export function readQueueMessage(message: unknown): unknown {
  if (typeof message !== 'string') return message;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/** Throws ShapeError for a message of another form, naming members and no values. */
export function parseQueueMessage<Request>(value: unknown, form: z.ZodType<Request>): Request {
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues
    .map(({ path, code }) => `${path.join('.') || 'message'} (${code})`)
    .join(', ');
  throw new ShapeError(`Reading a queue message: not a request of this app, see ${where}`);
}
