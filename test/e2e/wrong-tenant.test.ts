/** With a wrong GRAPH_TENANT_ID nothing is archived under the wrong name, and the app says what is wrong. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeAppLog } from '../support/app-log.ts';
import { makeArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const anotherTenant = '9e1a0c2d-0000-4000-8000-0000000000cc';
const callId = '11111111-2222-4333-8444-555555555555';
const log = makeAppLog();
let system: WatchedSystem;

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { GRAPH_TENANT_ID: anotherTenant },
  });
});

afterAll(() => system?.close());

test('the identity’s calls are not archived, the message waits, and health fails with the tenant that is right', async () => {
  const item = { clientState: system.clientState, tenantId: anotherTenant };
  const reply = await fetch(`${system.host.url}/notifications`, {
    method: 'POST',
    body: JSON.stringify({ value: [{ ...item, resource: `communications/callRecords/${callId}` }] }),
  });
  expect(reply.status).toBe(202);
  await log.until(
    ({ name, facts }) => name === 'archiving.record-postponed' && facts['meaning'] === 'denied',
  );
  await log.until(({ name, facts }) => name === 'subscription.failed' && facts['cause'] === 'tenant');
  await eventually(async () => expect((await fetch(`${system.host.url}/health`)).status).toBe(503));

  const { checks } = (await (await fetch(`${system.host.url}/status`)).json()) as {
    checks: { name: string; state: string; advice: string }[];
  };
  for (const name of ['subscription', 'graph-permission']) {
    const check = checks.find((one) => one.name === name);
    expect(check).toMatchObject({ state: 'fail' });
    expect(check?.advice).toContain(system.graph.tenantId);
  }
  const archive = makeArchiveReader(system.azurite.connectionString);
  expect(await archive.readRows('CallIndex')).toEqual([]);
  expect(await archive.readBlobs('call-records')).toEqual([]);
  expect(system.graph.requests.filter(({ path }) => /^\/(v1\.0|beta)\//.test(path))).toEqual([]);
});
