/** The doctor finds what is wrong with a deployment, each time with the command that corrects it, and tells no secret. */
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import type { RunningHost } from '../../local/run-host.ts';
import { makeAppLog } from '../support/app-log.ts';
import { runCommand } from '../support/cli-run.ts';
import { eventually } from '../support/eventually.ts';
import { startProxy } from '../support/start-proxy.ts';
import { notNow, startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const anotherTenant = '9e1a0c2d-0000-4000-8000-0000000000cc';
const log = makeAppLog();
const closers: (() => Promise<unknown>)[] = [];
let system: WatchedSystem;

beforeAll(async () => {
  system = await startWatchedSystem({ port: 0, onLine: log.onLine });
  await system.graph.until(() => system.graph.subscriptions().length === 1);
});

afterAll(async () => {
  await system?.close();
  for (const close of closers) await close();
});

interface Check {
  name: string;
  state: string;
  facts: Record<string, unknown>;
  advice: string;
}

async function askDoctor(host: RunningHost = system.host): Promise<{ checks: Check[]; text: string }> {
  const reply = await fetch(`${host.url}/doctor`);
  const text = await reply.text();
  expect(reply.status).toBe(200);
  const { checks, status } = JSON.parse(text) as { checks: Check[]; status: string };
  expect(status).toBe(checks.some(({ state }) => state === 'fail') ? 'at-risk' : 'ok');
  return { checks, text };
}

const failedOf = ({ checks }: { checks: Check[] }) =>
  checks.filter(({ state }) => state === 'fail').map(({ name }) => name);

function find({ checks }: { checks: Check[] }, name: string): Check {
  const check = checks.find((one) => one.name === name);
  if (!check) throw new Error(`There is no check ${name}`);
  return check;
}

/** The app with other settings, beside the one that is well: it leaves the subscription alone. */
function startIll(settings: Record<string, string>): Promise<RunningHost> {
  return system.startAnother({ PORT: '0', SUBSCRIPTION_SCHEDULE: notNow, ...settings });
}

describe('the doctor of a deployment that is well', () => {
  test('finds nothing but what an account’s key may do, and shows what it looked at', async () => {
    const report = await askDoctor();
    expect(report.checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'settings ok',
      'token ok',
      'tenant ok',
      'roles ok',
      'cloud ok',
      'clock ok',
      'graph ok',
      'callback ok',
      'subscription ok',
      'storage ok',
      'poison-queue ok',
      // The emulator's key may do anything.
      'proof-rights warn',
      'time-stamps ok',
      'schedules ok',
      'package ok',
    ]);
    expect(find(report, 'roles').facts).toMatchObject({ roles: 'CallRecords.Read.All' });
    expect(find(report, 'callback').facts).toMatchObject({ status: 200 });
    expect(find(report, 'subscription').facts).toMatchObject({ own: 1, others: 0 });
    expect((await runCommand(['doctor', '--url', system.host.url])).exitCode).toBe(0);
  });
});

describe('the doctor finds', () => {
  test('a role that is missing', async () => {
    system.graph.setRoles(['User.Read.All']);
    const host = await startIll({});
    const report = await askDoctor(host);
    expect(failedOf(report)).toEqual(['roles', 'subscription']);
    expect(find(report, 'roles').facts).toMatchObject({ roles: 'User.Read.All' });
    expect(find(report, 'roles').advice).toMatch(
      /az rest --method POST .*\/appRoleAssignedTo.*\\"principalId\\":\\"a99b0c2d-0000-4000-8000-0000000000bb\\".*45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8/s,
    );
    system.graph.setRoles(['CallRecords.Read.All']);
    await host.stop();
  });

  test('another tenant than the identity’s, and an address that nobody answers', async () => {
    const report = await askDoctor(
      await startIll({ GRAPH_TENANT_ID: anotherTenant, PUBLIC_BASE_URL: 'http://127.0.0.1:1' }),
    );
    expect(failedOf(report)).toEqual(['tenant', 'callback', 'subscription']);
    expect(find(report, 'tenant').facts).toEqual({
      configured: anotherTenant,
      ofToken: system.graph.tenantId,
    });
    expect(find(report, 'tenant').advice).toContain(
      `az functionapp config appsettings set --resource-group $GROUP --name $APP --settings "GRAPH_TENANT_ID=${system.graph.tenantId}"`,
    );
    expect(find(report, 'callback').facts['problem']).toBe('no answer (ECONNREFUSED)');
    expect(find(report, 'callback').advice).toContain('--setting-names PUBLIC_BASE_URL');
  });

  test('another cloud, an address that decodes twice, and storage that takes nothing', async () => {
    const gateway = await startProxy({
      target: new URL(system.host.url).origin,
      rewrite(path) {
        const token = new URL(path, 'http://gateway').searchParams.get('validationToken') ?? '';
        return `${path.split('?')[0]}?validationToken=${token.replaceAll(/[^!-~]/gu, encodeURIComponent)}`;
      },
    });
    let isReadOnly = false;
    const { tableUrl, connectionString } = system.azurite;
    const tables = await startProxy({
      target: new URL(tableUrl).origin,
      refuse: (method) => (isReadOnly && method !== 'GET' ? 403 : undefined),
    });
    closers.push(gateway.close, tables.close);
    system.graph.configure({ knownResource: 'https://graph.microsoft.com' });
    const host = await startIll({
      GRAPH_CLOUD: 'usgov-high',
      PUBLIC_BASE_URL: gateway.origin,
      ArchiveStorage: connectionString.replace(new URL(tableUrl).origin, tables.origin),
    });
    isReadOnly = true;
    const report = await askDoctor(host);
    expect(failedOf(report)).toEqual([
      'token',
      'tenant',
      'roles',
      'cloud',
      'callback',
      'subscription',
      'storage',
    ]);
    expect(find(report, 'cloud').facts).toMatchObject({ cloud: 'usgov-high', problem: 'AADSTS500011' });
    expect(find(report, 'cloud').advice).toContain('"GRAPH_CLOUD=global"');
    expect(find(report, 'callback').facts['problem']).toBe('decoded-twice');
    expect(find(report, 'callback').advice).toContain('--setting-names PUBLIC_BASE_URL');
    expect(find(report, 'storage').facts['failed']).toMatch(/^write ArchiveState 403/);
    expect(find(report, 'storage').advice).toMatch(
      /az role assignment create --role "Storage Table Data Contributor".*\/tableServices\/default\/tables\/ArchiveState"/,
    );
  });

  test('a clock that is ten minutes off', async () => {
    system.graph.configure({ clockAheadMs: 10 * 60_000 });
    const report = await askDoctor();
    expect(failedOf(report)).toEqual(['clock']);
    const { facts, advice } = find(report, 'clock');
    expect(Math.abs(Number(facts['graphAheadSeconds']) - 600)).toBeLessThan(30);
    expect(Math.abs(Number(facts['storageAheadSeconds']))).toBeLessThan(30);
    expect(advice).toContain('timedatectl set-ntp true');
    system.graph.configure({ clockAheadMs: 0 });
  });

  test('a subscription that expired', async () => {
    const { graph } = system;
    graph.addFault({
      on: { method: 'POST', path: '/subscriptions' },
      times: 1000,
      fault: faults.status(503),
    });
    for (const { id } of graph.subscriptions()) graph.expireSubscription(id);
    const report = await askDoctor();
    expect(failedOf(report)).toEqual(['subscription']);
    expect(find(report, 'subscription').facts).toMatchObject({ own: 0 });
    expect(find(report, 'subscription').advice).toMatch(/curl -X POST \S+\/admin\/functions\/subscription/);
    graph.clearFaults();
    await graph.until(() => graph.subscriptions().length === 1);
  });

  test('messages that failed for good, and a queue that is missing', async () => {
    const queues = QueueServiceClient.fromConnectionString(system.azurite.connectionString);
    const poison = queues.getQueueClient('archive-requests-poison');
    await poison.sendMessage(Buffer.from('{"schema":0}').toString('base64'));
    const report = await askDoctor();
    expect(failedOf(report)).toEqual(['poison-queue']);
    expect(find(report, 'poison-queue').facts).toEqual({ messages: 1, workMessages: 0 });
    expect(find(report, 'poison-queue').advice).toMatch(
      /call-archive redrive.*az storage message peek .*--queue-name archive-requests-poison/s,
    );
    const command = await runCommand(['doctor', '--url', system.host.url]);
    expect(command.exitCode).toBe(1);
    expect(command.stdout).toContain('az storage message peek');
    await poison.delete();
    await eventually(async () => {
      const after = await askDoctor();
      expect(failedOf(after)).toEqual(['storage', 'poison-queue']);
      expect(find(after, 'storage').facts['failed']).toBe('read archive-requests-poison 404 QueueNotFound');
      expect(find(after, 'storage').advice).toContain(
        'az storage queue create --auth-mode login --account-name devstoreaccount1 --name archive-requests-poison',
      );
    });
  });
});

describe('what keeps the app from starting', () => {
  test('is said at start: a bad schedule and a secret that is too long, with the command that corrects both', async () => {
    const secret = 'x'.repeat(129);
    const start = startIll({ SUBSCRIPTION_SCHEDULE: '*/5 * * * *', NOTIFICATION_CLIENT_STATE: secret });
    const message = await start.then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(message).toContain('The app ended with 1');
    expect(message).toContain('SUBSCRIPTION_SCHEDULE must be six fields of NCRONTAB');
    expect(message).toContain('NOTIFICATION_CLIENT_STATE must be a secret of 16 to 128 characters');
    expect(message).toContain(
      'az functionapp config appsettings set --resource-group $GROUP --name $APP --settings ' +
        '"NOTIFICATION_CLIENT_STATE=$(openssl rand -hex 32)" "SUBSCRIPTION_SCHEDULE=0 */5 * * * *"',
    );
    expect(message).not.toContain(secret);
  });
});

describe('no secret', () => {
  test('is in what the doctor or the status says, nor in the log', async () => {
    const { text } = await askDoctor();
    const status = await (await fetch(`${system.host.url}/status`)).text();
    const said = [text, status, ...log.lines].join('\n');
    const { clientState, graph, azurite } = system;
    const accountKey = /AccountKey=([^;]+)/.exec(azurite.connectionString)?.[1] ?? 'none';
    for (const secret of [clientState, graph.identityHeader, accountKey, 'eyJ'])
      expect(said).not.toContain(secret);
  });
});
