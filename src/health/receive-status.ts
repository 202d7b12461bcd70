/** `GET /api/status`: every check behind health, made now. */
import type { HttpReply } from '../model/http-reply.ts';
import type { HealthState } from '../state/health-state.ts';
import { makeArchiveChecks } from './archive-checks.ts';
import { fine, type HealthCheck, runChecks } from './check.ts';
import { formatReport } from './report.ts';
import { readSince, readVerdict } from './verdict.ts';
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
    const watch = makeWatchCheck(
      () => readVerdict(tools.state),
      (known) => known?.dueBy ?? tools.timetable.watchDueBy(startedAt),
    );
    const checks = await runChecks([...makeArchiveChecks(tools, since), watch], now);
    return formatReport(checks, now, tools.version);
  };
}

/** Whether the timer makes the checks: /api/health knows only what it leaves behind. */
function makeWatchCheck(
  readVerdict: () => Promise<HealthState | undefined>,
  dueByOf: (verdict: HealthState | undefined) => Date,
): HealthCheck {
  return {
    name: 'health-timer',
    async look(now) {
      const verdict = await readVerdict();
      const dueBy = dueByOf(verdict);
      const facts = {
        verdict: verdict?.status,
        checkedAt: verdict?.checkedAt.toISOString(),
        dueBy: dueBy.toISOString(),
      };
      if (now <= dueBy) return fine(facts);
      return {
        state: 'fail',
        facts,
        advice:
          'The timer "subscription" also makes these checks for /api/health, and has not for long: see whether the ' +
          'function runs, and its failures.',
      };
    },
  };
}
