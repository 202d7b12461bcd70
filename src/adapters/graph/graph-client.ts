/**
 * HTTP to Microsoft Graph: one connection pool to one origin, which is the only place the token ever goes to.
 * Redirects are not followed. What an answer means is decided here, once (design §6).
 */
import { Pool } from 'undici';
import { z } from 'zod';
import { GraphError, type GraphMeaning } from '../../errors.ts';
import type { ReadAccessToken } from './access-token.ts';
import { exchange, type RawAnswer } from './exchange.ts';
import { formatRoute, type ObserveExchange } from './observe-exchange.ts';
import { parseRetryAfter } from './retry-after.ts';

export interface GraphAnswer {
  status: number;
  /** Decompressed. */
  bytes: Uint8Array;
  requestId: string | undefined;
  /** Gives the memory of `bytes` back at once; every view of them is empty then. */
  free(): void;
}

export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** A path under the API version (another one than configured where it is named), with its query, or a link that Graph gave, whole. */
  target: { path: string; apiVersion?: string } | { link: string };
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

export interface GraphClient {
  /** Gives answers of status 2xx; everything else is thrown as GraphError. */
  request(request: GraphRequest): Promise<GraphAnswer>;
  close(): Promise<void>;
}

export interface GraphClientOptions {
  origin: string;
  apiVersion: string;
  /** A token that Graph refuses with 401 or 403 is handed back, for a fresh one. */
  readAccessToken: ReadAccessToken;
  now?: () => Date;
  /** No answer begins, or no byte of it comes, for this long: the answer counts as stalled. */
  stallTimeoutMs?: number;
  /** The whole answer must be there by then. */
  totalTimeoutMs?: number;
  /** Told of every exchange, however it ends. */
  observe?: ObserveExchange | undefined;
}

/** Nobody asked for a part. */
const partialContent = 206;

const errorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string().optional() }) });

export function makeGraphClient(options: GraphClientOptions): GraphClient {
  const { origin, apiVersion, readAccessToken, observe } = options;
  const now = options.now ?? (() => new Date());
  const stallTimeoutMs = options.stallTimeoutMs ?? 30_000;
  const totalTimeoutMs = options.totalTimeoutMs ?? 120_000;
  const pool = new Pool(origin, {
    connections: 32,
    headersTimeout: stallTimeoutMs,
    bodyTimeout: stallTimeoutMs,
    connectTimeout: stallTimeoutMs,
  });

  /** The token with which Graph gave something last. */
  let lastTaken: string | undefined;

  async function request(asked: GraphRequest): Promise<GraphAnswer> {
    const { target } = asked;
    const path =
      'path' in target
        ? `/${target.apiVersion ?? apiVersion}${target.path}`
        : pathOfLink(target.link, origin);
    const token = await readAccessToken();
    const response = await send(asked, path, token);
    const { status } = response;
    if (status !== 401 && status !== 403) return take(response, token);
    const other = await readAccessToken({
      refused: token,
      urgent: status === 401 && token === lastTaken,
    }).catch(() => token);
    // One that Graph did not take is worth another try at once; one without the role is changed for the next time.
    if (status === 403 || other === token) return take(response, token);
    return take(await send(asked, path, other), other);
  }

  /** Gives what was requested, or throws what came instead. */
  function take(response: RawAnswer, token: string): GraphAnswer {
    const { status } = response;
    if (status < 200 || status >= 300 || status === partialContent) throw refusalError(response, now());
    lastTaken = token;
    return response;
  }

  async function send(
    { method, headers, json }: GraphRequest,
    path: string,
    token: string,
  ): Promise<RawAnswer> {
    const startedAt = performance.now();
    const ended = (status: number | undefined) =>
      observe?.({
        request: `${method} ${formatRoute(path)}`,
        host: new URL(origin).host,
        status,
        tookMs: performance.now() - startedAt,
      });
    const options = {
      method,
      path,
      headers: {
        ...headers,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        authorization: `Bearer ${token}`,
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    };
    try {
      const response = await exchange(pool, options, totalTimeoutMs);
      ended(response.status);
      return response;
    } catch (error) {
      ended(undefined);
      throw error;
    }
  }

  return { request, close: () => pool.close() };
}

/** Refuses a link that would take the token anywhere else: it comes from an answer, not from us. */
function pathOfLink(link: string, origin: string): string {
  const url = URL.parse(link);
  if (!url || url.origin !== origin || url.username || url.password || link.includes('#')) {
    throw new GraphError('Following a next link: it leads elsewhere than to the configured Graph', {
      meaning: 'refused',
    });
  }
  // As Graph wrote it, where a request can carry that: a parser's own spelling may no longer be the same link.
  const written = link.slice(origin.length);
  const isSendable = link.startsWith(`${origin}/`) && /^[!-~]+$/.test(written);
  return isSendable ? written : `${url.pathname}${url.search}`;
}

function refusalError(answer: RawAnswer, now: Date): GraphError {
  const { status, bytes, requestId } = answer;
  const retryAfterMs = parseRetryAfter(answer.retryAfter, now);
  const meaning = meaningOf(status, retryAfterMs !== undefined);
  const { code, message } = parseGraphError(bytes) ?? {};
  return new GraphError(`Asking Graph: it answered ${status}${code ? ` ${code}` : ''}`, {
    meaning,
    status,
    graphCode: code,
    graphMessage: message,
    requestId,
    retryAfterMs,
    body: meaning === 'refused' ? bytes : undefined,
  });
}

const unavailable = new Set([500, 502, 503, 504]);

function meaningOf(status: number, saysWhen: boolean): GraphMeaning {
  if (status === 404) return 'not-found';
  if (status === 401 || status === 403) return 'denied';
  if (status === 429 || (status === 503 && saysWhen)) return 'throttled';
  if (unavailable.has(status)) return 'unavailable';
  return 'refused';
}

/** Graph's code, only where it looks like one: it ends in log lines. */
function parseGraphError(bytes: Uint8Array): { code?: string; message?: string | undefined } | undefined {
  try {
    const { code, message } = errorAnswer.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).error;
    return { message, ...(/^[\w.-]{1,64}$/.test(code) && { code }) };
  } catch {
    return undefined;
  }
}
