/** Notifications that stop in a tenant in which somebody always calls: the newest call is never old. */
import { expect, test } from '@jest/globals';
import { judgeNotifications } from '../../../src/health/checks/notifications.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import { reconcileRow } from '../../../src/state/reconcile-state.ts';
import { makeCall, makeWorld, startsAt } from '../reconciling/reconcile-world.ts';

const before = (ms: number) => new Date(startsAt.getTime() - ms);

test.each([
  ['came until now', 5 * minuteMs, 'ok'],
  ['have not come for five hours', 5 * hourMs, 'warn'],
  ['have not come for two days', 2 * dayMs, 'fail'],
])('notifications that %s', async (_since, silentMs, state) => {
  const world = makeWorld(Array.from({ length: 100 }, (_, n) => makeCall(n, (n + 2) * 20 * minuteMs)));
  await world.reconcile();
  const finding = judgeNotifications(
    {
      accepted: { at: before(silentMs), reason: undefined },
      dropped: undefined,
      failed: undefined,
      subscription: undefined,
      reconcile: reconcileRow.parse(world.facts() ?? {}),
    },
    startsAt,
  );
  expect(finding.state).toBe(state);
});
