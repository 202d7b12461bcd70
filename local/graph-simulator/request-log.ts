/** What was asked of the simulator and what it answered. No token, no identity header, no client state. */
import type { IncomingHttpHeaders } from 'node:http';

export interface RequestLogEntry {
  readonly time: string;
  readonly method: string;
  /** Percent-decoded path. */
  readonly path: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether an `Authorization: Bearer` came with it; never the token. */
  readonly withToken: boolean;
  /** Undefined while the answer is under way. */
  status?: number;
  recordId?: string;
  recordVersion?: string;
  /** Name of the fault that was played. */
  fault?: string;
  /** Name of the limit that refused it. */
  throttledBy?: string;
}

export interface RequestFilter {
  readonly method?: string;
  /** Contained in the decoded path and query (any case), or a pattern for it. */
  readonly path?: string | RegExp;
  readonly recordId?: string;
  readonly status?: number;
}

export interface RequestLog {
  readonly entries: readonly RequestLogEntry[];
  add(entry: RequestLogEntry): void;
  count(filter?: RequestFilter): number;
  clear(): void;
}

/** A long run in development must not grow without end. */
const keptEntries = 100_000;

const headersOfInterest = [
  'prefer',
  'accept-encoding',
  'user-agent',
  'client-request-id',
  'content-type',
  'traceparent',
];

export function headersForLog(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of headersOfInterest) {
    const value = headers[name];
    if (value !== undefined) kept[name] = String(value);
  }
  return kept;
}

/** Whether path and query fit; both as they came and decoded, so that `$expand` and `%24expand` are one. */
export function targetFits(target: string, wanted: string | RegExp): boolean {
  const forms = [target, decodeLoosely(target)];
  if (typeof wanted === 'string') {
    return forms.some((form) => form.toLowerCase().includes(wanted.toLowerCase()));
  }
  return forms.some((form) => new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(form));
}

export function makeRequestLog(): RequestLog {
  const entries: RequestLogEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > keptEntries) entries.splice(0, entries.length - keptEntries);
    },
    count: (filter = {}) => entries.filter((entry) => fits(entry, filter)).length,
    clear() {
      entries.length = 0;
    },
  };
}

export function fits(entry: RequestLogEntry, filter: RequestFilter): boolean {
  return (
    (filter.method === undefined || entry.method === filter.method.toUpperCase()) &&
    (filter.path === undefined || targetFits(entry.target, filter.path)) &&
    (filter.recordId === undefined || entry.recordId === filter.recordId.toLowerCase()) &&
    (filter.status === undefined || entry.status === filter.status)
  );
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
