/** `POST /api/seal`: days that are to be sealed now. The HTTP policy, independent of any host. */
import { z } from 'zod';
import { formatError } from '../errors.ts';
import { earlierDay } from '../model/day-ranges.ts';
import { utcDay } from '../model/day-window.ts';
import { formatRefusal, formatReply, type HttpReply, type ReceiveBody } from '../model/http-reply.ts';
import { parseBody } from '../model/parse-body.ts';
import { removalReasons } from '../model/removal-reasons.ts';
import type { WorkRequest } from '../model/work-request.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RequestQueue } from '../ports/request-queue.ts';

export interface SealRouteTools {
  workQueue: RequestQueue<WorkRequest>;
  note: NoteEvent;
  now(): Date;
}

/** A time stands for its UTC day. */
const day = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a UTC day, such as 2026-11-01',
  })
  .transform((text) => utcDay(new Date(text)));

const body = z.strictObject({
  from: day,
  to: day,
  because: z.enum(removalReasons, { error: `must be one of ${removalReasons.join(', ')}` }).optional(),
});

export function makeReceiveSeal({ workQueue, note, now }: SealRouteTools): ReceiveBody {
  return async (text) => {
    const parsed = parseBody(text, body);
    if ('problem' in parsed) return refuse('InvalidBody', parsed.problem);
    const { from, because } = parsed.value;
    const today = utcDay(now());
    if (from > parsed.value.to) return refuse('EmptyWindow', '"from" must not be after "to"');
    if (from > today) return refuse('FutureWindow', 'these days are in the future');
    const to = earlierDay(parsed.value.to, today);
    const order = { from, to, ...(because !== undefined && { because }) };
    try {
      await workQueue.send({ schema: 1, kind: 'seal', cause: 'operator', ...order });
    } catch (error) {
      note('sealing.failed', { cause: 'operator', error: formatError(error) });
      return formatRefusal(503, 'StorageUnavailable', 'Sealing: the queue failed; send the request again');
    }
    note('sealing.requested', order);
    return formatReply(202, order);
  };
}

function refuse(code: string, problem: string): HttpReply {
  return formatRefusal(400, code, `Sealing: ${problem}`);
}
