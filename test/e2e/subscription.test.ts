/** The subscription through the real registrations: what the timer and Graph's requests lead to, on one instance and the next. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeAppLog } from '../support/app-log.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const log = makeAppLog();
let system: WatchedSystem;

beforeAll(async () => {
  system = await startWatchedSystem({ port: 0, onLine: log.onLine });
  await untilReconciled('subscription-created');
});

afterAll(() => system?.close());

const archivedCall = (callId: string) =>
  log.until(({ name, facts }) => name === 'archiving.record-archived' && facts['call_id'] === callId);

const untilReconciled = (cause: string, count = 1) =>
  log.until(({ name, facts }) => name === 'reconciling.completed' && facts['cause'] === cause, count);

function endCall(seed: string): string {
  const record = makeRecord(seed, { endedAt: new Date() });
  system.graph.endCall(record);
  return record.id;
}

describe('the token for Graph', () => {
  test('that Graph takes no longer is changed for a fresh one: no record has to wait', async () => {
    const { graph } = system;
    await archivedCall(endCall('before'));
    graph.clearRequests();
    graph.expireTokens();
    await archivedCall(endCall('after'));
    expect(graph.countRequests({ path: '/identity/token' })).toBe(1);
    expect(log.events('archiving.record-postponed')).toEqual([]);
    expect(log.events('subscription.failed')).toEqual([]);
  });
});

describe('a lifecycle notification', () => {
  test('of missed changes leads to a reconcile', async () => {
    await system.graph.sendLifecycle('missed');
    await untilReconciled('missed');
  });
});

describe('a new secret', () => {
  test('moves the subscription to the new one, announcements continue, and a reconcile looks after the gap', async () => {
    const { graph, clientState } = system;
    const next = crypto.randomUUID();
    await system.host.stop();
    await system.startAnother({
      NOTIFICATION_CLIENT_STATE: next,
      NOTIFICATION_CLIENT_STATE_PREVIOUS: clientState,
    });
    await graph.until(() => graph.subscriptions().some((one) => one.clientState === next));
    expect(graph.subscriptions()).toHaveLength(1);
    await archivedCall(endCall('with the new secret'));
    await untilReconciled('subscription-created', 2);
    expect(log.events('intake.notification-dropped')).toEqual([]);
  });
});
