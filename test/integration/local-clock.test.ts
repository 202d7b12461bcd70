/** The local clock: who follows it lives on the date that it is put forward to, from that moment on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { type LocalClock, makeLocalClock } from '../../local/local-clock.ts';
import { dayMs, hourMs } from '../../src/model/durations.ts';
import { type Fixture, killLeftHosts, makePackage, readyUrl, spawnHost } from './functions-host-process.ts';

let clock: LocalClock;
let azurite: Azurite;
beforeAll(async () => {
  clock = makeLocalClock();
  azurite = await startAzurite(clock);
});
afterAll(async () => {
  killLeftHosts();
  await azurite.close();
  clock.close();
});

const forward = (byMs: number) => clock.putForwardTo(new Date(clock.now().getTime() + byMs));
const toleranceMs = 60_000;

test('a process has its date in every form, and dates that say their time are left alone', async () => {
  const program = `
    const forms = () => ({
      elapsed: performance.now(), now: Date.now(), made: new Date().getTime(), called: Date.parse(Date()),
      given: new Date(5).getTime(), copied: new Date(new Date(7)).getTime(), utc: Date.UTC(1970, 0, 2),
      kinds: [new Date() instanceof Date, new Date().constructor === Date, new (class extends Date {})() instanceof Date],
      extended: new (class extends Date {})().getTime(),
    });
    process.stdin.on('data', () => process.stdout.write(JSON.stringify(forms()) + '\\n'));`;
  const startedAt = clock.now().getTime();
  const child = spawn(process.execPath, [...clock.nodeWords, '--eval', program], { env: clock.environment });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async () => {
    child.stdin.write('\n');
    return JSON.parse((await lines.next()).value ?? '');
  };
  for (const byMs of [0, 31 * dayMs, -dayMs]) {
    forward(byMs);
    const now = clock.now().getTime();
    const { elapsed, now: read, made, called, extended, ...rest } = await ask();
    expect(elapsed - (now - startedAt)).toBeLessThan(toleranceMs);
    expect(elapsed - (now - startedAt)).toBeGreaterThan(-toleranceMs);
    for (const one of [read, made, called + 999, extended]) {
      expect(one - now).toBeGreaterThanOrEqual(-1);
      expect(one - now).toBeLessThan(toleranceMs);
    }
    expect(rest).toEqual({ given: 5, copied: 7, utc: dayMs, kinds: [true, true, true] });
  }
  expect(clock.now().getTime() - Date.now()).toBe(31 * dayMs);
  child.stdin.end();
  await once(child, 'close');
});

const timers = `
  app.timer('daily', { schedule: '0 0 0 * * *', handler: (timer) => say({ name: 'daily', at: Date.now() }) });
  app.storageQueue('read', { queueName: 'clock', connection: 'ArchiveStorage', handler: (text) => say({ name: 'read', text }) });`;

function spawnFollower(fixture: Fixture) {
  const environment = { ArchiveStorage: azurite.connectionString, ...clock.environment };
  return spawnHost(fixture.folder, environment, clock.nodeWords);
}

test('a timer fires once for the days that were skipped, and a delayed message comes at its time', async () => {
  const fixture = await makePackage(timers, { extensions: { queues: { messageEncoding: 'none' } } });
  const host = spawnFollower(fixture);
  await readyUrl(host);
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('clock');
  await queue.sendMessage('in two days', { visibilityTimeout: 48 * 3600 });
  const before = clock.now().getTime();

  forward(3 * dayMs);
  expect(await host.event({ name: 'read' })).toMatchObject({ text: 'in two days' });
  const fired = await host.event({ name: 'daily' });
  expect(Number(fired['at']) - before).toBeGreaterThanOrEqual(3 * dayMs);
  // What was skipped comes once: the next one is due at the midnight that follows.
  forward(dayMs - (clock.now().getTime() % dayMs) - hourMs / 60);
  host.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  expect(host.events().filter(({ name }) => name === 'daily')).toHaveLength(1);
  await fixture.remove();
});

test('a function runs when it is asked to, as with the runtime’s master key', async () => {
  const fixture = await makePackage(timers, { extensions: { queues: { messageEncoding: 'none' } } });
  const host = spawnFollower(fixture);
  const admin = new URL('/admin/functions/', await readyUrl(host));
  const post = async (name: string, body: string) =>
    (await fetch(new URL(name, admin), { method: 'POST', body })).status;
  expect(await post('Daily', '{}')).toBe(202);
  await host.event({ name: 'daily' });
  expect(await post('read', '{"input":"by hand"}')).toBe(202);
  await host.event({ name: 'read', text: 'by hand' });
  expect(await post('nobody', '{}')).toBe(404);
  for (const body of ['', '[]', '{"input":1}']) expect(await post('daily', body)).toBe(400);
  host.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  await fixture.remove();
});
