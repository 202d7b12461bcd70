/** A queue message that holds several calls, and an app that dies at one of them: the others are not held up by it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stall } from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { AppLog } from '../support/app-log.ts';
import type { ArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

let log: AppLog;
let system: WatchedSystem;
let reader: ArchiveReader;

beforeAll(async () => {
  ({ log, system, reader } = await watchQuietSystem({ HOST_LEASE_SECONDS: '3' }));
  await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(0));
});

afterAll(() => system?.close());

function notifyOf(callIds: string[]): Promise<Response> {
  const value = callIds.map((id) => ({
    subscriptionId: crypto.randomUUID(),
    subscriptionExpirationDateTime: '2026-11-28T00:00:00.000+00:00',
    changeType: 'created',
    clientState: system.clientState,
    tenantId: system.graph.tenantId,
    resource: `communications/callRecords/${id}`,
    resourceData: { '@odata.type': '#Microsoft.Graph.callRecord', id },
  }));
  return fetch(`${system.host.url}/notifications`, { method: 'POST', body: JSON.stringify({ value }) });
}

describe('one record of a packed message that ends the process', () => {
  test('harms only itself: the message is split when it comes again, and all are archived once', async () => {
    const records = Array.from({ length: 6 }, (_, i) => makeRecord(`packed ${i}`, { endedAt: new Date() }));
    const ids = records.map(({ id }) => id);
    const [stuck = ''] = ids;
    for (const record of records) system.graph.addRecord(record);
    const fault = system.graph.addFault({ on: { path: stuck }, times: 100, fault: stall() });
    const events = (name: string) =>
      log.events(name).filter(({ facts }) => ids.includes(String(facts['call_id'])));

    expect((await notifyOf(ids)).status).toBe(202);
    await log.until(({ name }) => name === 'archiving.record-archived', 5);
    await system.graph.until(() => fault.played() > 0);
    expect(await reader.countMessages('archive-requests')).toBe(1);
    await system.host.kill();
    expect(await reader.readBlobs('call-records', stuck)).toEqual([]);

    system.graph.clearFaults();
    await system.restartHost();
    const [split] = await log.until(({ name }) => name === 'archiving.requests-split');
    expect(split?.facts).toMatchObject({ records: 6, deliveries: 2 });
    await log.until(({ name, facts }) => name === 'archiving.record-archived' && facts['call_id'] === stuck);
    await log.until(({ name }) => name === 'archiving.record-present', 5);

    const blobs = await reader.readBlobs('call-records');
    expect(blobs.length).toBe(6);
    for (const { id, version } of records) {
      const found = blobs.filter(({ name }) => name.includes(id));
      expect(found.length).toBe(1);
      expect(found[0]?.document.equals(system.graph.expectedDocument(id, version))).toBe(true);
    }
    const archivedIds = events('archiving.record-archived').map(({ facts }) => facts['call_id']);
    expect(archivedIds.sort()).toEqual([...ids].sort());
    expect(log.events('archiving.requests-split').length).toBe(1);
    await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(0));
    expect(await reader.countMessages('archive-requests-poison')).toBe(0);
  });
});
