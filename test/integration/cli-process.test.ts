/** The command as it is installed: a process with pipes and signals. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeApp, useFakeApps } from '../support/fake-app.ts';
import { useFolders } from '../support/temporary-folder.ts';

const command = new URL('../../dist-cli/call-archive.js', import.meta.url).pathname;
/** Where the system has a file that takes nothing. */
const testFull = existsSync('/dev/full') ? test : test.skip;
const makeFolder = useFolders();
const startFakeApp = useFakeApps();
let app: FakeApp;
beforeAll(async () => {
  // The status is answered, a backfill never.
  const checks = Array.from({ length: 20_000 }, (_, i) => ({
    name: `check-${i}`,
    state: 'ok',
    facts: {},
    advice: '',
  }));
  app = await startFakeApp(({ route }) =>
    route === 'GET /api/status'
      ? { body: { status: 'ok', checkedAt: '2026-11-21T12:00:00Z', version: '1.2.3', checks } }
      : undefined,
  );
});

function start(args: string[]) {
  const child = spawn(process.execPath, [command, ...args], {
    env: { CALL_ARCHIVE_URL: app.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: once(child, 'exit'), stderr: text(child.stderr) };
}

test('prints everything before it ends, and only data on stdout', async () => {
  const { child, ended, stderr } = start(['status', '-o', 'ndjson']);
  const stdout = await text(child.stdout);
  expect(await ended).toEqual([0, null]);
  expect(stdout.trimEnd().split('\n')).toHaveLength(20_000);
  expect(await stderr).toBe('');
});

testFull('says that its data did not fit where they were sent', async () => {
  const args = ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, command, 'status', '-o', 'ndjson'];
  await expect(
    promisify(execFile)('/bin/sh', args, { env: { CALL_ARCHIVE_URL: app.url } }),
  ).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('there is no room for more (ENOSPC)') });
});

test('loads neither schemas nor SDKs to show its help', async () => {
  // Names of modules are lost in the bundle.
  const entry = new URL('../../src/cli/main.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => (console.error('loads ' + url), next(url, context)) });
    globalThis.PACKAGE_VERSION = '1.2.3';
    process.argv.splice(1, process.argv.length, 'call-archive', '--help');
    await import(${JSON.stringify(entry)});
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
  ]);
  expect(stdout).toContain('call-archive <verb>');
  const loaded = [...stderr.matchAll(/^loads (.*)$/gm)].map(([, url = '']) => url);
  expect(loaded.filter((url) => url.includes('/src/cli/')).length).toBeGreaterThan(10);
  expect(loaded.filter((url) => /node_modules\/(?!commander\/)/.test(url))).toEqual([]);
});

test('ends quietly when its reader has gone', async () => {
  const { child, ended, stderr } = start(['status', '-o', 'ndjson']);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await ended).toEqual([0, null]);
  expect(await stderr).toBe('');
});

test('ends at Ctrl-C with 130, in the middle of a request', async () => {
  const { child, ended, stderr } = start(['backfill', '--from', '7d']);
  await eventually(async () =>
    expect(app.asked).toContainEqual(expect.objectContaining({ route: 'POST /api/backfill' })),
  );
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(await stderr).toMatch(/call-archive: Interrupted\n$/);
});

test('reads a folder in threads of its own', async () => {
  const endedAt = new Date('2026-11-20T12:00:00Z');
  const folder = await makeFolder();
  await writeFolder(
    folder,
    Array.from({ length: 180 }, (_, i) => archiveRecord(`process-${i}`, { endedAt, sessions: 1 })),
  );
  const { child, ended, stderr } = start(['search', '--path', folder, '-o', 'ndjson']);
  const stdout = await text(child.stdout);
  expect(await ended).toEqual([0, null]);
  expect(stdout.trimEnd().split('\n')).toHaveLength(180);
  expect(await stderr).toBe('');
});

test('is called wrongly with exit code 2, and knows its version', async () => {
  const wrong = start([]);
  expect(await wrong.ended).toEqual([2, null]);
  expect(await wrong.stderr).toContain('Usage: call-archive <verb>');
  const version = start(['--version']);
  expect(await text(version.child.stdout)).toMatch(/^\d+\.\d+\.\d+\n$/);
});
