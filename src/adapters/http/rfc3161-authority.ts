/** A time-stamp authority over HTTP (RFC 3161 §3.4). Its answer is checked before it is given; no redirect is followed. */
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'undici';
import { ShapeError } from '../../errors.ts';
import { hourMs, minuteMs } from '../../model/durations.ts';
import type { TimeStampAuthority } from '../../ports/time-stamp-authority.ts';
import { maxStampBytes } from '../../proof/check-stamp.ts';

export interface AuthorityOptions {
  url: string;
  now(): Date;
  timeoutMs?: number;
}

/** Authorities answer in a second. */
const maxMs = 20_000;
/** What a clock may be off by. */
const clockGapMs = hourMs;

/** The library for stamps is loaded with the first of them. */
export function makeRfc3161Authority({ url, now, timeoutMs = maxMs }: AuthorityOptions): TimeStampAuthority {
  return {
    async stamp(bytes) {
      const nonce = makeNonce();
      const { formatStampRequest } = await import('../../proof/stamp-request.ts');
      const { readStamp } = await import('../../proof/read-stamp.ts');
      const sha256 = createHash('sha256').update(bytes).digest();
      const answer = await exchange(url, formatStampRequest(sha256, nonce), timeoutMs);
      if (answer.outcome === 'failed') return answer;
      try {
        const { response } = answer;
        const { stampedAt, nonce: answered } = await readStamp(response, bytes);
        if (!answered || !nonce.equals(answered)) throw new ShapeError('it is for another request');
        const gapMs = Math.abs(stampedAt.getTime() - now().getTime());
        if (gapMs > clockGapMs)
          throw new ShapeError(
            `its time is ${Math.round(gapMs / minuteMs)} minutes away from the clock here`,
          );
        return { outcome: 'stamped', response, stampedAt };
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error;
        return failed(`What the time-stamp authority answered is not kept: ${error.message}`);
      }
    },
  };
}

/** A positive number in its shortest form, as DER wants it. */
function makeNonce(): Buffer {
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  return nonce;
}

type Answer = { outcome: 'answered'; response: Uint8Array } | { outcome: 'failed'; why: string };

async function exchange(url: string, query: Uint8Array, timeoutMs: number): Promise<Answer> {
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: query,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const response = await readBounded(body);
    if (statusCode !== 200) return failed(`The time-stamp authority answered with status ${statusCode}`);
    if (!response) return failed(`The time-stamp authority answered with more than ${maxStampBytes} bytes`);
    return { outcome: 'answered', response };
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    return failed(
      `The time-stamp authority did not answer (${typeof code === 'string' ? code : String(name)})`,
    );
  }
}

function failed(why: string): { outcome: 'failed'; why: string } {
  return { outcome: 'failed', why };
}

/** `undefined`: it is longer than any stamp. */
async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxStampBytes) return undefined;
  }
  return Buffer.concat(chunks);
}
