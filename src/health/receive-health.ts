/** `GET /api/health`: ok, or at risk, and nothing more. Anybody may ask: it costs one read of a row in 15 seconds. */
import { withinTime } from '../concurrency/within-time.ts';
import { formatReply, type HttpReply } from '../model/http-reply.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { Timetable } from './timetable.ts';
import { maxReadMs, readVerdict } from './verdict.ts';

export interface HealthRouteTools {
  state: StateStore;
  timetable: Timetable;
  now(): Date;
}

/** How long an answer is reused. */
const keptMs = 15_000;

export function makeReceiveHealth({ state, timetable, now }: HealthRouteTools): () => Promise<HttpReply> {
  const startedAt = now();
  let held: { at: number; status: Promise<'ok' | 'at-risk'> } | undefined;

  async function judge(at: Date): Promise<'ok' | 'at-risk'> {
    // A state that is not read in time is at risk.
    const verdict = await withinTime(readVerdict(state), maxReadMs).catch(() => 'unreadable' as const);
    if (verdict === 'unreadable') return 'at-risk';
    // The first run is due after the start.
    const dueBy = verdict?.dueBy ?? timetable.watchDueBy(startedAt);
    return at > dueBy ? 'at-risk' : (verdict?.status ?? 'ok');
  }

  return async () => {
    const at = now();
    const ageMs = at.getTime() - (held?.at ?? 0);
    // A clock that was set back must not keep an answer forever.
    if (!held || ageMs < 0 || ageMs >= keptMs) held = { at: at.getTime(), status: judge(at) };
    const status = await held.status;
    const { headers, ...reply } = formatReply(status === 'ok' ? 200 : 503, { status });
    return { ...reply, headers: { ...headers, 'cache-control': 'no-store' } };
  };
}
