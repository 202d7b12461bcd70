/**
 * Graph's documented limits for call records as a table; each is a sliding window that also counts what it
 * refuses ("throttled requests still count").
 * https://learn.microsoft.com/graph/throttling-limits#call-records-service-limits
 */
export interface Limit {
  readonly name: string;
  readonly max: number;
  readonly windowMs: number;
  /** What is counted together; undefined when the limit does not concern the request. */
  key(method: string, path: string): string | undefined;
}

export interface Throttle {
  /** The limit that refuses this request and the whole seconds to wait, or undefined. */
  admit(
    method: string,
    path: string,
  ): { readonly limit: string; readonly retryAfterSeconds: number } | undefined;
  /** How often each limit refused. */
  refusals(): Readonly<Record<string, number>>;
  setLimits(limits: readonly Limit[]): void;
}

const seconds = 1000;
const callRecords = /^\/(?:v1\.0|beta)\/communications\/callRecords/i;
const oneRecord = /^\/(?:v1\.0|beta)\/communications\/callRecords(?:\/|\(')([0-9a-f-]{36})/i;
const listRecords = /^\/(?:v1\.0|beta)\/communications\/callRecords\/?$/i;
const oneReport =
  /^\/(?:v1\.0|beta)\/communications\/callRecords\/(?:microsoft\.graph\.callRecords\.)?(get\w+)\(/i;
const subscriptions = /^\/(?:v1\.0|beta)\/subscriptions/i;
const listSubscriptions = /^\/(?:v1\.0|beta)\/subscriptions\/?$/i;

export const documentedLimits: readonly Limit[] = [
  {
    name: 'call-record',
    max: 40,
    windowMs: 20 * seconds,
    key: (_method, path) => oneRecord.exec(path)?.[1]?.toLowerCase(),
  },
  {
    name: 'list-call-records',
    max: 40,
    windowMs: 20 * seconds,
    key: (method, path) => (method === 'GET' && listRecords.test(path) ? 'all' : undefined),
  },
  {
    name: 'app-and-tenant',
    max: 1500,
    windowMs: 20 * seconds,
    key: (_method, path) => (callRecords.test(path) ? 'all' : undefined),
  },
  {
    name: 'report',
    max: 50,
    windowMs: 60 * seconds,
    key: (_method, path) => oneReport.exec(path)?.[1]?.toLowerCase(),
  },
  {
    name: 'reports-app-and-tenant',
    max: 200,
    windowMs: 60 * seconds,
    key: (_method, path) => (oneReport.test(path) ? 'all' : undefined),
  },
  {
    name: 'list-subscriptions',
    max: 25,
    windowMs: 20 * seconds,
    key: (method, path) => (method === 'GET' && listSubscriptions.test(path) ? 'all' : undefined),
  },
  {
    name: 'write-subscriptions',
    max: 500,
    windowMs: 20 * seconds,
    key: (method, path) => (method !== 'GET' && subscriptions.test(path) ? 'all' : undefined),
  },
];

export function makeThrottle(initial: readonly Limit[], now: () => number): Throttle {
  const refused: Record<string, number> = {};
  let limits = initial;
  let windows = new Map<string, number[]>();

  function count(limit: Limit, key: string): number | undefined {
    const at = now();
    const id = `${limit.name} ${key}`;
    const times = (windows.get(id) ?? []).filter((time) => time > at - limit.windowMs);
    times.push(at);
    windows.set(id, times);
    if (times.length <= limit.max) return undefined;
    // A client that waits until this one has left the window is admitted.
    const leaving = times[times.length - limit.max] ?? at;
    return Math.max(1, Math.ceil((leaving + limit.windowMs - at) / seconds));
  }

  return {
    admit(method, path) {
      let refusal: { limit: string; retryAfterSeconds: number } | undefined;
      for (const limit of limits) {
        const key = limit.key(method, path);
        const wait = key === undefined ? undefined : count(limit, key);
        if (wait !== undefined && wait > (refusal?.retryAfterSeconds ?? 0)) {
          refusal = { limit: limit.name, retryAfterSeconds: wait };
        }
      }
      if (refusal !== undefined) refused[refusal.limit] = (refused[refusal.limit] ?? 0) + 1;
      return refusal;
    },
    refusals: () => ({ ...refused }),
    setLimits(next) {
      limits = next;
      windows = new Map();
    },
  };
}
