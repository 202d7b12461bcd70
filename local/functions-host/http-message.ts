/** Node's HTTP messages ↔ the library's: what a handler sees of a request, and what a client sees of its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RpcHttpCookie, RpcHttpData, RpcTypedData } from './core-types.ts';

/** Values that come more than once are joined by a comma, as the runtime does with headers and query alike. */
export function toHttpData(
  request: IncomingMessage,
  url: string,
  params: Record<string, string>,
  body: Buffer,
): RpcHttpData {
  const query = new URL(url).searchParams;
  return {
    method: request.method ?? 'GET',
    url,
    nullableHeaders: toNullable(
      Object.entries(request.headersDistinct).map(([k, v]) => [k, v?.join(',') ?? '']),
    ),
    nullableQuery: toNullable([...query.keys()].map((key) => [key, query.getAll(key).join(',')])),
    nullableParams: toNullable(Object.entries(params)),
    body: body.length > 0 ? { bytes: body } : null,
  };
}

function toNullable(entries: [string, string][]): Record<string, { value: string }> {
  return Object.fromEntries(entries.map(([key, value]) => [key, { value }]));
}

// Node's server decides on these two; a handler's own would contradict what is really sent.
const connectionHeaders: ReadonlySet<string> = new Set(['connection', 'transfer-encoding']);

export function sendReturnValue(response: ServerResponse, value: RpcTypedData | null | undefined): void {
  const http = value?.http;
  if (!http) {
    // "HTTP 204 No Content with an empty body" is the runtime's answer when a handler returns nothing.
    response.writeHead(204).end();
    return;
  }
  const body = toBytes(http.body);
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, headerValue] of Object.entries(http.headers ?? {})) {
    if (!connectionHeaders.has(name.toLowerCase())) response.setHeader(name, headerValue);
  }
  for (const cookie of http.cookies ?? []) response.appendHeader('set-cookie', formatCookie(cookie));
  const announcesOnly = response.req.method === 'HEAD' && response.hasHeader('content-length');
  if (!announcesOnly) response.setHeader('content-length', body.length);
  if (hasNoBody(response.statusCode)) response.removeHeader('content-length');
  response.end(body);
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

function toBytes(body: RpcTypedData | null | undefined): Buffer {
  if (body?.bytes) return Buffer.from(body.bytes);
  return Buffer.from(body?.string ?? body?.json ?? '');
}

export function formatCookie(cookie: RpcHttpCookie): string {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  if (cookie.expires) parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${cookie.maxAge.value}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) parts.push('secure');
  if (cookie.sameSite === 'lax' || cookie.sameSite === 'strict') parts.push(`samesite=${cookie.sameSite}`);
  if (cookie.sameSite === 'explicitNone') parts.push('samesite=none');
  if (cookie.httpOnly?.value) parts.push('httponly');
  return parts.join('; ');
}
