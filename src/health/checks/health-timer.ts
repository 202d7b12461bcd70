/** Whether the timer makes the checks: /api/health knows only what it leaves behind. */
import type { StateStore } from '../../ports/state-store.ts';
import { fine, type HealthCheck } from '../check.ts';
import type { Timetable } from '../timetable.ts';
import { readVerdict } from '../verdict.ts';

export interface TimerCheckTools {
  state: Pick<StateStore, 'read'>;
  timetable: Timetable;
}

/** `startedAt`: of the app; the first run is due after it. */
export function makeTimerCheck({ state, timetable }: TimerCheckTools, startedAt: Date): HealthCheck {
  return {
    name: 'health-timer',
    async run(now) {
      const verdict = await readVerdict(state);
      const dueBy = verdict?.dueBy ?? timetable.watchDueBy(startedAt);
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
          'The timer "subscription" also makes these checks for /api/health, and has not done so for some time: see ' +
          'whether the function runs, and its failures.',
      };
    },
  };
}
