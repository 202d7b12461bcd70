/** One request and its answer as the simulator's rooms see them, apart from sockets. */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestLogEntry } from './request-log.ts';

export interface GraphRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** The path, percent-decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly log: RequestLogEntry;
  /** Set by faults before the answer is made. */
  readonly overrides: { nextLink?: string; recordId?: string };
}

/** What happens to the bytes of an answer on their way. */
export type WireFault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'cut'; readonly fraction: number }
  | { readonly kind: 'cut-after-body' }
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'truncate-gzip' };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly wire?: WireFault;
}

/** The content type that Graph itself answers with. */
export const graphContentType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

export function jsonAnswer(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': graphContentType, ...headers }, body: text };
}

export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: '' };
}

/** The values of all `Prefer` headers, one preference an entry, lower case. */
export function preferences(headers: IncomingHttpHeaders): string[] {
  const value = headers['prefer'];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map((preference) => preference.trim().toLowerCase())
    .filter((preference) => preference !== '');
}
