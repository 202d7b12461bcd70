/** The functions host as its users meet it: timer triggers, start, stop, and the errors of a start. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build, stop as stopBundler } from 'esbuild';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { names } from '../../src/config/names.ts';
import { eventually } from '../support/eventually.ts';
import { type Fixture, killLeftHosts, makePackage, readyUrl, spawnHost } from './functions-host-process.ts';

const helloApp = "app.http('hello', { handler: () => ({ body: 'hello' }) });";

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(async () => {
  // Its child process would keep the worker from ending.
  await stopBundler();
  killLeftHosts();
  await azurite.close();
});

const spawnOnAzurite = ({ folder }: Fixture, environment: Record<string, string> = {}) =>
  spawnHost(folder, { ArchiveStorage: azurite.connectionString, ...environment });

/** Runs a host that is expected to refuse its start. */
async function refusal(fixture: Fixture, environment?: Record<string, string>): Promise<string> {
  const host = spawnOnAzurite(fixture, environment);
  expect(await host.ended).toBe(1);
  await fixture.remove();
  return host.output().trim();
}

describe('timer triggers', () => {
  test('fire on their schedule, and at start only when asked to', async () => {
    const fixture = await makePackage(`
      app.timer('often', { schedule: '%OFTEN%', handler: (timer) => say({ name: 'often', ...timer }) });
      app.timer('atStart', { schedule: '0 0 0 1 1 *', runOnStartup: true, handler: (timer) => say({ name: 'atStart', next: timer.scheduleStatus.next }) });
      app.timer('yearly', { schedule: '0 0 0 1 1 *', handler: () => say({ name: 'yearly' }) });
    `);
    const host = spawnOnAzurite(fixture, { OFTEN: '* * * * * *' });
    const atStart = await host.event({ name: 'atStart' });
    expect(atStart['next']).toBe(`${new Date().getUTCFullYear() + 1}-01-01T00:00:00.000+00:00`);
    expect(await host.event({ name: 'often' })).toEqual({
      name: 'often',
      schedule: { adjustForDST: true },
      scheduleStatus: null,
      isPastDue: false,
    });
    expect(host.events()).not.toContainEqual({ name: 'yearly' });
    host.kill('SIGINT');
    expect(await host.ended).toBe(0);
    await fixture.remove();
  });

  test('make up at the start for what was missed while nothing ran, once, and say that it is past due', async () => {
    const fixture = await makePackage(`
      app.timer('yearly', { schedule: '%YEARLY%', handler: (timer) => say({ name: 'yearly', ...timer }) });
    `);
    const year = new Date().getUTCFullYear();
    const status = BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('azure-webjobs-hosts')
      .getBlockBlobClient('timers/local/Host.Functions.yearly/status');
    const etag = () =>
      status.getProperties().then(
        (found) => found.etag,
        () => undefined,
      );
    /** Runs the host until its timer has begun and is written down; what it said, and what is known of it then. */
    async function start(schedule = '0 0 0 1 1 *') {
      const before = await etag();
      const host = spawnOnAzurite(fixture, {
        YEARLY: schedule,
        AzureWebJobsStorage: azurite.connectionString,
      });
      await eventually(async () => expect(await etag()).not.toBe(before));
      host.kill('SIGTERM');
      expect(await host.ended).toBe(0);
      return {
        said: host.events(),
        known: JSON.parse(String(await status.downloadToBuffer())),
      };
    }
    const firstOf = (january: number) => `${january}-01-01T00:00:00.000+00:00`;

    const first = await start();
    expect([first.said, first.known.Next]).toEqual([[], firstOf(year + 1)]);

    // As it would stand, had nothing run since last summer.
    const missed = {
      Last: '0001-01-01T00:00:00',
      Next: firstOf(year),
      LastUpdated: `${year - 1}-07-01T00:00:00.000+00:00`,
    };
    const text = JSON.stringify(missed);
    await status.upload(text, text.length);
    const second = await start();
    expect(second.said).toMatchObject([{ isPastDue: true, scheduleStatus: { next: firstOf(year) } }]);
    expect(second.known).toMatchObject({ Next: firstOf(year + 1), Last: second.known.LastUpdated });
    expect((await start()).said).toEqual([]);

    // Another schedule has missed nothing.
    await status.upload(text, text.length);
    const other = await start('0 0 0 2 1 *');
    const isToCome = Date.now() < Date.UTC(year, 0, 2);
    expect([other.said, other.known.Next]).toEqual([
      [],
      `${isToCome ? year : year + 1}-01-02T00:00:00.000+00:00`,
    ]);
    await fixture.remove();
  });

  test('a function does not overlap with itself', async () => {
    const fixture = await makePackage(`
      let running = 0; let runs = 0;
      app.timer('slow', { schedule: '* * * * * *', handler: async () => {
        say({ runs: ++runs, running: ++running });
        await new Promise((resolve) => setTimeout(resolve, 1500));
        running--;
      } });
    `);
    const host = spawnOnAzurite(fixture);
    expect(await host.event({ runs: 3 })).toEqual({ runs: 3, running: 1 });
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    await fixture.remove();
  });
});

describe('start and stop', () => {
  test('a bundled app registers its functions too', async () => {
    const fixture = await makePackage('');
    await build({
      stdin: { contents: `import { app } from '@azure/functions'; ${helloApp}`, resolveDir: process.cwd() },
      outfile: join(fixture.folder, 'app.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['@azure/functions-core'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    const host = spawnOnAzurite(fixture);
    expect(await (await fetch(`${await readyUrl(host)}/hello`)).text()).toBe('hello');
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    await fixture.remove();
  });

  test('SIGTERM lets a running request end, then exits 0', async () => {
    const fixture = await makePackage(`app.http('slow', { handler: async () => {
      say({ name: 'began' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { body: 'done' };
    } });`);
    const host = spawnOnAzurite(fixture);
    const response = fetch(`${await readyUrl(host)}/slow`);
    await host.event({ name: 'began' });
    host.kill('SIGTERM');
    expect(await (await response).text()).toBe('done');
    expect(await host.ended).toBe(0);
    await fixture.remove();
  });

  test('SIGTERM as in Azure, where nothing is waited for: appTerminate runs beside what runs', async () => {
    const fixture = await makePackage(`
      app.http('hangs', { handler: () => { say({ name: 'began' }); return new Promise(() => {}); } });
      app.hook.appTerminate(() => say({ name: 'terminate' }));
    `);
    const host = spawnOnAzurite(fixture, { HOST_TERMINATE_AT_ONCE: 'true' });
    const broken = expect(fetch(`${await readyUrl(host)}/hangs`)).rejects.toThrow();
    await host.event({ name: 'began' });
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    await broken;
    expect(host.events().map(({ name }) => name)).toEqual(['began', 'terminate']);
    await fixture.remove();
  });

  test('a port in use ends the start with the way out', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const told = await refusal(await makePackage(helloApp), { PORT: String(port) });
    other.close();
    expect(told).toBe(
      `Port ${port} is in use: choose another one with PORT, as in PORT=${port + 1} npm run host`,
    );
  });

  test('an app that ends itself for its settings has opened no port', async () => {
    const told = await refusal(
      await makePackage(`${helloApp} console.error('Setting X is missing'); process.exit(1);`),
    );
    expect(told).toBe('Setting X is missing');
  });

  test.each([
    [
      'an unknown trigger',
      "app.cosmosDB('c', { handler: () => {} });",
      {},
      'has a trigger of type cosmosDBTrigger',
    ],
    [
      'a wrong schedule',
      "app.timer('t', { schedule: '61 * * * * *', handler() {} });",
      {},
      'Schedule "61 * * * * *" is no',
    ],
    [
      'a missing setting',
      "app.timer('t', { schedule: '%X%', handler() {} });",
      {},
      'Setting X is missing: function "t"',
    ],
    ['a wrong host.json', helloApp, { functionTimeout: 'long' }, 'host.json is wrong: functionTimeout'],
    ['an app without functions', '', {}, 'registered no function'],
  ])('%s is refused in one line', async (_, app, hostJson, message) => {
    const told = await refusal(await makePackage(app, hostJson));
    expect(told).toContain(message);
    expect(told.split('\n')).toHaveLength(1);
  });

  test('wrong local settings are named with their file', async () => {
    for (const [content, why] of [
      ['{"Values": {', 'is not valid JSON'],
      ['{"Values": {"PORT": 1}}', 'is wrong: Values.PORT'],
    ] as const) {
      const fixture = await makePackage(helloApp);
      await writeFile(join(fixture.folder, 'local.settings.json'), content);
      expect(await refusal(fixture)).toContain(`${join(fixture.folder, 'local.settings.json')} ${why}`);
    }
  });

  test('local settings apply where the environment says nothing', async () => {
    const fixture = await makePackage(`${helloApp} say({ a: process.env.A, b: process.env.B });`);
    const values = { A: 'file', B: 'file', ArchiveStorage: azurite.connectionString };
    await writeFile(join(fixture.folder, 'local.settings.json'), JSON.stringify({ Values: values }));
    const host = spawnHost(fixture.folder, { A: 'environment' });
    await readyUrl(host);
    expect(host.events()).toEqual([{ a: 'environment', b: 'file' }]);
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    await fixture.remove();
  });

  test('a missing package folder is named', async () => {
    const host = spawnHost('/nowhere/dist', {});
    expect(await host.ended).toBe(1);
    expect(host.output()).toContain('Package folder /nowhere/dist is missing');
  });

  test('storage that is not there is named with its endpoint', async () => {
    const gone = await startAzurite();
    await gone.close();
    const told = await refusal(await makePackage(helloApp), { ArchiveStorage: gone.connectionString });
    expect(told).toContain(`Storage at ${gone.queueUrl} is not reachable: start Azurite there`);
  });
});

test('missing queues, containers and tables are created, and a second start finds them', async () => {
  const fixture = await makePackage(
    "app.storageQueue('work', { queueName: 'created', connection: 'ArchiveStorage', handler: () => {} });",
  );
  for (let start = 0; start < 2; start++) {
    const host = spawnOnAzurite(fixture);
    await readyUrl(host);
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
  }
  await fixture.remove();
  const { connectionString } = azurite;
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const tables = TableServiceClient.fromConnectionString(connectionString, { allowInsecureConnection: true });
  const queueNames = ['created', 'created-poison', ...Object.values(names.queues)];
  expect(await namesOf(queues.listQueues())).toEqual(expect.arrayContaining(queueNames));
  expect(await namesOf(blobs.listContainers())).toEqual(
    expect.arrayContaining(Object.values(names.containers)),
  );
  expect(await namesOf(tables.listTables())).toEqual(expect.arrayContaining(Object.values(names.tables)));
});

async function namesOf(items: AsyncIterable<{ name?: string | undefined }>): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const { name } of items) found.push(name);
  return found;
}
