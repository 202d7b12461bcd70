/**
 * The HTTP policy of both routes that Graph calls: handshake, limits, status codes. It does nothing but check and
 * enqueue, because Graph holds back or drops the notifications of an endpoint that answers slowly (design §4).
 */
import { withinTime } from '../concurrency/within-time.ts';
import { formatError, ShapeError } from '../errors.ts';
import type { ArchiveRequest } from '../model/archive-request.ts';
import { formatRefusal, type HttpReply } from '../model/http-reply.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { RememberOutcome } from './intake-memory.ts';
import { maxItems, parseEnvelope, TooManyItemsError } from './parse-envelope.ts';

export interface WebhookRequest {
  /** The query parameter, decoded once. */
  validationToken: string | undefined;
  /** The header, if it came. */
  contentLength: number | undefined;
  body: AsyncIterable<Uint8Array> | null;
}

export type Webhook = (request: WebhookRequest) => Promise<HttpReply>;

/** What the items of an envelope ask for. Wrong items are noted and left out. Throws what parsing the items throws. */
export type ParseItems = (items: Iterable<unknown> | AsyncIterable<unknown>) => Promise<ArchiveRequest[]>;

export interface WebhookTools {
  parseItems: ParseItems;
  queue: RequestQueue;
  note: NoteEvent;
  /** Told what became of a body. */
  remember?: RememberOutcome;
  /** An enqueue that takes longer is a failure, so that Graph has its answer in time. */
  enqueueTimeoutMs?: number;
}

const maxBodyBytes = 4 * 1024 * 1024;

const refusals = {
  400: { code: 'NotAnEnvelope', why: 'the body is not a JSON object with a list "value"' },
  411: {
    code: 'LengthRequired',
    why: 'the body came without a Content-Length, and does not arrive without one',
  },
  413: {
    code: 'BodyTooLarge',
    why: `the body has more than ${maxBodyBytes} bytes, or more than ${maxItems} items`,
  },
} as const;

export function makeWebhook(tools: WebhookTools): Webhook {
  const { parseItems, queue, note, remember, enqueueTimeoutMs = 4000 } = tools;

  function refuse(status: keyof typeof refusals): HttpReply {
    note('intake.body-refused', { status });
    const { code, why } = refusals[status];
    return formatRefusal(status, code, `Receiving notifications: ${why}`);
  }

  return async (request) => {
    if (request.validationToken !== undefined) return answerValidation(request.validationToken);
    const body = await readBody(request);
    if (typeof body === 'number') return refuse(body);
    try {
      const requests = await parseItems(parseEnvelope(body));
      await sendAll(requests, queue, enqueueTimeoutMs);
      if (requests.length > 0) remember?.('accepted');
    } catch (error) {
      if (error instanceof ShapeError) return refuse(400);
      if (error instanceof TooManyItemsError) return refuse(413);
      note('intake.queue-failed', { error: formatError(error) });
      remember?.('failed');
      return formatRefusal(
        503,
        'QueueUnavailable',
        'Receiving notifications: they could not be stored; send them again',
      );
    }
    return { status: 202 };
  };
}

/** Graph wants its token back as plain text, decoded once and never rendered (graph-facts §1). */
function answerValidation(token: string): HttpReply {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: token,
  };
}

async function sendAll(requests: ArchiveRequest[], queue: RequestQueue, timeoutMs: number): Promise<void> {
  const sending = new AbortController();
  const { signal } = sending;
  try {
    await withinTime(
      Promise.all(requests.map((request) => queue.send(request, { signal }))),
      timeoutMs,
      'the queue gave no answer',
    );
  } finally {
    sending.abort();
  }
}

/**
 * The body, or the status of a refusal. At most the limit is ever held. The Functions runtime gives Node no body without a
 * Content-Length, such as a chunked one: it comes empty.
 */
async function readBody({ body, contentLength }: WebhookRequest): Promise<Uint8Array | 400 | 411 | 413> {
  if (contentLength !== undefined && contentLength > maxBodyBytes) return 413;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length > maxBodyBytes) return 413;
      chunks.push(chunk);
    }
  } catch {
    return 400;
  }
  return length === 0 && contentLength === undefined ? 411 : Buffer.concat(chunks);
}
