/** Graph forgets every notification: the timer finds the calls, and a subscription that was gone is followed by a reconcile. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeAppLog } from '../support/app-log.ts';
import { type ArchiveReader, makeArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const log = makeAppLog();
let system: WatchedSystem;
let reader: ArchiveReader;

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { RECONCILE_SCHEDULE: '*/6 * * * * *' },
  });
  reader = makeArchiveReader(system.azurite.connectionString);
  await log.until(({ name }) => name === 'reconciling.completed');
});

afterAll(() => system?.close());

test('the timer finds what Graph did not announce, and asks for each call once', async () => {
  system.graph.configure({ notifications: { lose: 1 } });
  const records = Array.from({ length: 20 }, (_, i) => makeRecord(`lost ${i}`, { endedAt: new Date() }));
  for (const record of records) system.graph.endCall(record);
  await eventually(async () => {
    const blobs = await reader.readBlobs('call-records');
    expect(blobs.map(({ metadata }) => `${metadata['call_id']} ${metadata['reason']}`).sort()).toEqual(
      records.map(({ id }) => `${id} reconcile`).sort(),
    );
  });
  await log.until(({ name, facts }) => name === 'reconciling.completed' && facts['present'] === 20);
  const runs = log.events('reconciling.completed').filter(({ facts }) => facts['cause'] === 'schedule');
  expect(runs.length).toBeGreaterThan(0);
  expect(system.graph.requests.filter(({ path }) => records.some(({ id }) => path.includes(id))).length).toBe(
    40,
  );
});

test('a subscription that was gone is made again, and a reconcile is asked for', async () => {
  const isAsked = ({ name, facts }: { name: string; facts: Record<string, unknown> }) =>
    /^reconciling\.(started|covered|busy)$/.test(name) && facts['cause'] === 'subscription-created';
  const before = log.events().filter(isAsked).length;
  const [ours] = system.graph.subscriptions();
  system.graph.removeSubscription(ours?.id ?? '');
  await log.until(({ name }) => name === 'subscription.created', 2);
  await log.until(isAsked, before + 1);
});
