/** Sends one hostile body, as slowly or brokenly as it wants to be sent. */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostileBody } from './make-body.ts';

export interface Reply {
  /** Undefined when there was none, as for a body that breaks off. */
  readonly status: number | undefined;
  /** From the last byte that was sent to the answer. */
  readonly latencyMs: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const patienceMs = 240_000;

export async function sendBody(url: string, body: HostileBody): Promise<Reply> {
  const { bytes, contentType, contentEncoding, slow, chunked } = body;
  const sending = request(url, {
    agent,
    method: 'POST',
    timeout: patienceMs,
    headers: {
      'content-type': contentType,
      ...(contentEncoding && { 'content-encoding': contentEncoding }),
      ...(!chunked && { 'content-length': bytes.length }),
    },
  });
  const status = new Promise<number | undefined>((resolve) => {
    sending.once('response', (answer) => {
      answer.resume();
      answer.once('close', () => resolve(answer.statusCode));
    });
    // Too large or broken off on purpose: the answer may come while we still write, or not at all.
    sending.once('error', () => resolve(undefined));
    sending.once('timeout', () => sending.destroy());
  });
  if (slow) await sendSlowly(sending, bytes, slow);
  else sending.end(bytes);
  const sentAt = performance.now();
  if (slow?.breaksOff) sending.destroy();
  return { status: await status, latencyMs: performance.now() - sentAt };
}

async function sendSlowly(
  sending: ReturnType<typeof request>,
  bytes: Buffer,
  { pieces, pauseMs, breaksOff }: NonNullable<HostileBody['slow']>,
): Promise<void> {
  const length = Math.ceil(bytes.length / pieces);
  for (let piece = 0; piece < pieces - 1; piece += 1) {
    sending.write(bytes.subarray(piece * length, (piece + 1) * length));
    await delay(pauseMs);
  }
  if (!breaksOff) sending.end(bytes.subarray((pieces - 1) * length));
}
