/**
 * The HTTP policy of both routes that Graph calls: handshake, limits, status codes. It does nothing but check and
 * enqueue, because Graph holds back or drops the notifications of an endpoint that answers slowly (design §4).
 */
import { z } from 'zod';
import { formatError } from '../errors.ts';
import type { ArchiveRequest } from '../model/archive-request.ts';
import { formatRefusal, type HttpReply } from '../model/http-reply.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { RequestQueue } from '../ports/request-queue.ts';
import type { RememberOutcome } from './intake-memory.ts';

export interface WebhookRequest {
  /** The query parameter, decoded once. */
  validationToken: string | undefined;
  /** The header, if it came. */
  contentLength: number | undefined;
  body: AsyncIterable<Uint8Array> | null;
}

export type Webhook = (request: WebhookRequest) => Promise<HttpReply>;

/** What the items of an envelope ask for. Wrong items are noted and left out. */
export type ReadItems = (items: unknown[]) => ArchiveRequest[];

export interface WebhookTools {
  readItems: ReadItems;
  queue: RequestQueue;
  note: NoteEvent;
  /** Told what became of a body, where somebody wants to know. */
  remember?: RememberOutcome;
  /** An enqueue that takes longer is a failure, so that Graph has its answer in time. */
  enqueueTimeoutMs?: number;
}

const maxBodyBytes = 4 * 1024 * 1024;

const envelope = z.object({ value: z.array(z.unknown()) });

export function makeWebhook(tools: WebhookTools): Webhook {
  const { readItems, queue, note, remember, enqueueTimeoutMs = 4000 } = tools;
  return async (request) => {
    if (request.validationToken !== undefined) return answerValidation(request.validationToken);
    const body = await readBody(request).catch(() => Buffer.alloc(0));
    if (!body) {
      note('intake.body-refused', { status: 413 });
      return formatRefusal(
        413,
        'BodyTooLarge',
        `Receiving notifications: the body is over ${maxBodyBytes} bytes`,
      );
    }
    const items = parseEnvelope(body);
    if (!items) {
      note('intake.body-refused', { status: 400 });
      return formatRefusal(
        400,
        'NotAnEnvelope',
        'Receiving notifications: the body is no JSON object with a list "value"',
      );
    }
    try {
      const requests = readItems(items);
      await sendAll(requests, queue, enqueueTimeoutMs);
      if (requests.length > 0) remember?.('accepted');
    } catch (error) {
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
  const signal = AbortSignal.timeout(timeoutMs);
  const timeout = Promise.withResolvers<never>();
  const onTimeout = () => timeout.reject(new Error(`the queue took longer than ${timeoutMs} ms`));
  signal.addEventListener('abort', onTimeout);
  try {
    await Promise.race([
      Promise.all(requests.map((request) => queue.send(request, { signal }))),
      timeout.promise,
    ]);
  } finally {
    signal.removeEventListener('abort', onTimeout);
  }
}

/** `undefined` when the body is over the limit; no more than the limit is ever held. */
async function readBody({ body, contentLength = 0 }: WebhookRequest): Promise<Uint8Array | undefined> {
  if (contentLength > maxBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseEnvelope(body: Uint8Array): unknown[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return envelope.safeParse(JSON.parse(text)).data?.value;
  } catch {
    return undefined;
  }
}
