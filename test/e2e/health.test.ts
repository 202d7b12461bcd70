/** Health through the real routes and timers: what the timer found on one instance, anybody may ask another. */
import { readFileSync } from 'node:fs';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeAppLog } from '../support/app-log.ts';
import { makeArchiveReader } from '../support/archive-reader.ts';
import { runCommand } from '../support/cli-run.ts';
import { eventually } from '../support/eventually.ts';
import { startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const packageJson = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const log = makeAppLog();
let system: WatchedSystem;

beforeAll(async () => {
  system = await startWatchedSystem({ port: 0, onLine: log.onLine });
});

afterAll(() => system?.close());

interface Report {
  status: string;
  checkedAt: string;
  version: string;
  checks: { name: string; state: string; facts: Record<string, unknown>; advice: string }[];
}

const get = (route: string) => fetch(`${system.host.url}/${route}`);

async function readStatus(): Promise<Report> {
  const reply = await get('status');
  expect(reply.status).toBe(200);
  return (await reply.json()) as Report;
}

async function readHealth(): Promise<[number, string]> {
  const reply = await get('health');
  return [reply.status, await reply.text()];
}

const failedOf = ({ checks }: Report) =>
  checks.filter(({ state }) => state === 'fail').map(({ name }) => name);
const untilChecked = (status: string, count = 1) =>
  log.until(({ name, facts }) => name === 'health.checked' && facts['status'] === status, count);

describe('health', () => {
  test('is ok from the start, says no more, and takes no other method', async () => {
    expect(await readHealth()).toEqual([200, '{"status":"ok"}']);
    expect((await fetch(`${system.host.url}/health`, { method: 'POST' })).status).toBe(404);
    await untilChecked('ok');
  });

  test('has every check behind it in the status, with the version of the package', async () => {
    const report = await readStatus();
    expect(report).toMatchObject({ status: 'ok', version: packageJson.version });
    expect(Math.abs(Date.now() - Date.parse(report.checkedAt))).toBeLessThan(60_000);
    expect(report.checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'subscription ok',
      'graph-permission ok',
      'storage ok',
      'pending-records ok',
      'lost-records ok',
      'poison-queue ok',
      'expiring-calls ok',
      'reconcile ok',
      'notifications ok',
      'sealing ok',
      'seal-chain ok',
      'sealed-changes ok',
      'seal-stamps ok',
      'report-pstn-calls ok',
      'report-direct-routing-calls ok',
      'health-timer ok',
    ]);
    expect(JSON.stringify(report)).not.toContain(system.clientState);
  });

  test('is read by the command line, and so are the answers of the operators’ routes', async () => {
    const run = (...args: string[]) => runCommand([...args, '--url', system.host.url, '-o', 'json']);
    const status = await run('status');
    expect([status.exitCode, status.stderr]).toEqual([0, '']);
    expect(JSON.parse(status.stdout).checks.length).toBeGreaterThan(8);
    expect(JSON.parse((await run('backfill', '--from', '1d')).stdout)).toEqual([
      { listed: 0, requested: 0, continues: expect.any(Boolean) },
    ]);
    expect(JSON.parse((await run('redrive')).stdout)).toEqual([{ requested: 0 }]);
    expect(JSON.parse((await run('reconcile')).stdout)).toEqual([{ requested: true, full: false }]);
  });

  test('knows when notifications came, from a row that intake leaves', async () => {
    const { graph, azurite } = system;
    await graph.until(() => graph.subscriptions().length === 1);
    const startedAt = Date.now();
    graph.endCall(makeRecord(1, { endedAt: new Date() }));
    await eventually(async () => {
      const rows = await makeArchiveReader(azurite.connectionString).readRows('ArchiveState');
      const at = rows.find(({ rowKey }) => rowKey === 'intake-accepted')?.['at'];
      expect(Date.parse(String(at))).toBeGreaterThanOrEqual(startedAt);
    });
    await log.until(({ name }) => name === 'archiving.record-archived');
  });

  test('is at risk when the role is taken away, and the status names the command that grants it', async () => {
    system.graph.setRoles([]);
    await log.until(
      ({ name, facts }) => name === 'health.check-failed' && facts['check'] === 'graph-permission',
    );
    const report = await readStatus();
    expect(report.status).toBe('at-risk');
    const permission = report.checks.find(({ name }) => name === 'graph-permission');
    expect(permission).toMatchObject({ state: 'fail', facts: { role: 'CallRecords.Read.All' } });
    expect(permission?.advice).toContain('appRoleAssignedTo');
    // Another instance, which has found nothing out by itself, says the same.
    await system.host.stop();
    await system.restartHost();
    expect(await readHealth()).toEqual([503, '{"status":"at-risk"}']);
    system.graph.setRoles(['CallRecords.Read.All']);
    // A comparison that was denied is outdated when the next one is allowed.
    await fetch(`${system.host.url}/reconcile`, { method: 'POST' });
    await untilChecked(
      'ok',
      log.events('health.checked').filter(({ facts }) => facts['status'] === 'ok').length + 1,
    );
    expect((await readStatus()).status).toBe('ok');
  });

  test('is at risk, and no error, when the state is not there', async () => {
    const table = TableClient.fromConnectionString(system.azurite.connectionString, 'ArchiveState', {
      allowInsecureConnection: true,
    });
    await table.deleteTable();
    const report = await readStatus();
    expect(failedOf(report)).toEqual(expect.arrayContaining(['subscription', 'storage', 'reconcile']));
    expect(report.checks.find(({ name }) => name === 'storage')?.advice).toContain(
      'az storage table create --auth-mode login --account-name devstoreaccount1 --name ArchiveState',
    );
    expect((await readHealth())[0]).toBe(503);
  });
});
