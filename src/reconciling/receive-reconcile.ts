/** `POST /api/reconcile`: a reconcile as soon as no other run lists. The HTTP policy, independent of any host. */
import { z } from 'zod';
import { formatError } from '../errors.ts';
import { formatRefusal, formatReply, type ReceiveBody } from '../model/http-reply.ts';
import { parseBody } from '../model/parse-body.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RequestQueue } from '../ports/request-queue.ts';

export interface ReconcileRouteTools {
  queue: RequestQueue;
  note: NoteEvent;
  now(): Date;
}

const body = z.strictObject({ full: z.boolean({ error: 'must be true or false' }).optional() });

export function makeReceiveReconcile({ queue, note, now }: ReconcileRouteTools): ReceiveBody {
  return async (text) => {
    const parsed = parseBody(text, body);
    if ('problem' in parsed) return formatRefusal(400, 'InvalidBody', `Reconciling: ${parsed.problem}`);
    const full = parsed.value.full ?? false;
    try {
      const askedAt = now().toISOString();
      await queue.send({ schema: 1, kind: 'reconcile', cause: 'operator', full, askedAt });
    } catch (error) {
      note('reconciling.failed', { scope: 'operator', error: formatError(error) });
      return formatRefusal(
        503,
        'StorageUnavailable',
        'Reconciling: the queue failed; send the request again',
      );
    }
    return formatReply(202, { full });
  };
}
