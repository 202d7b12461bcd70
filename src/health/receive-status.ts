/** `GET /api/status`: every check behind health, made now. */
import type { HttpReply } from '../model/http-reply.ts';
import { makeArchiveChecks } from './archive-checks.ts';
import { fine, type HealthCheck, runChecks } from './check.ts';
import { once } from './once.ts';
import { formatReport } from './report.ts';
import { readVerdict, type Verdict } from './verdict.ts';
import type { WatchTools } from './watch-health.ts';

export interface StatusRouteTools extends Omit<WatchTools, 'note'> {
  /** Of the package. */
  version: string;
}

export function makeReceiveStatus(tools: StatusRouteTools): () => Promise<HttpReply> {
  const startedAt = tools.now();
  return async () => {
    const now = tools.now();
    const verdict = once(() => readVerdict(tools.state));
    const since = await verdict().then(
      (known) => known?.since ?? now,
      () => now,
    );
    const watch = makeWatchCheck(verdict, (known) => known?.dueBy ?? tools.timetable.watchDueBy(startedAt));
    const checks = await runChecks([...makeArchiveChecks(tools, since), watch], now);
    return formatReport(checks, now, tools.version);
  };
}

/** Whether the timer makes the checks: /api/health knows only what it leaves behind. */
function makeWatchCheck(
  readVerdict: () => Promise<Verdict | undefined>,
  dueByOf: (verdict: Verdict | undefined) => Date,
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
