/** One plain HTTP request, without token and without redirects. */
import { type Dispatcher, request } from 'undici';
import type { HttpProbeAnswer, ProbeHttp } from '../../ports/http-probe.ts';

/** Graph waits as long for a validation. */
const maxMs = 10_000;
const maxBytes = 16 * 1024;

export function makeHttpProbe(timeoutMs = maxMs): ProbeHttp {
  return async ({ method, url }): Promise<HttpProbeAnswer> => {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    try {
      const answer = await request(url, { method, headers, signal: AbortSignal.timeout(timeoutMs) });
      return {
        status: answer.statusCode,
        serverTime: parseDate(headerText(answer.headers['date'])),
        contentType: headerText(answer.headers['content-type']),
        body: await readBeginning(answer.body),
      };
    } catch (error) {
      throw new Error(`no answer (${codeOf(error)})`);
    }
  };
}

async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function parseDate(text = ''): Date | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** A code such as ECONNREFUSED, or the name of a fault without one, such as TimeoutError. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
