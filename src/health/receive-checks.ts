/** `GET /api/status`: every check behind health, made now. `GET /api/doctor`: what the app needs, checked by asking. */
import { formatReply, type HttpReply } from '../model/http-reply.ts';
import { makeArchiveChecks } from './archive-checks.ts';
import { type Check, runChecks, statusOf } from './check.ts';
import { makeTimerCheck } from './checks/health-timer.ts';
import { type DoctorTools, makeDoctorChecks } from './doctor-checks.ts';
import { readSince } from './verdict.ts';
import type { WatchTools } from './watch-health.ts';

export interface StatusRouteTools extends Omit<WatchTools, 'note'> {
  /** Of the package. */
  version: string;
}

export function makeReceiveStatus(tools: StatusRouteTools): () => Promise<HttpReply> {
  const startedAt = tools.now();
  return async () => {
    const now = tools.now();
    const since = await readSince(tools.state, now);
    const timer = makeTimerCheck(tools, startedAt);
    // The timer that looks makes the checks too: where it has made some, it has looked.
    const firstLookDueBy = since < now ? now : tools.timetable.watchDueBy(startedAt);
    const checks = await runChecks([...makeArchiveChecks(tools, { since, now, firstLookDueBy }), timer], now);
    return formatChecks(checks, now, tools.version);
  };
}

export function makeReceiveDoctor(tools: DoctorTools): () => Promise<HttpReply> {
  return async () => {
    const now = tools.now();
    return formatChecks(await runChecks(makeDoctorChecks(tools), now), now, tools.version);
  };
}

/** 200 whatever was found: that the app can say it is the answer. */
function formatChecks(checks: readonly Check[], at: Date, version: string): HttpReply {
  const answer = { status: statusOf(checks), checkedAt: at.toISOString(), version, checks };
  const { headers, ...reply } = formatReply(200, answer);
  return { ...reply, headers: { ...headers, 'cache-control': 'no-store' } };
}
