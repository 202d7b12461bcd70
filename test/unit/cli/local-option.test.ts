/** `--local`: which archive and app it leads to, and what is said when `npm start` does not run. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { ArchiveSource } from '../../../src/cli/archive/archive-source.ts';
import { formatLocalSystem } from '../../../src/cli/archive/local-system.ts';
import { runCommand } from '../../support/cli-run.ts';
import { type FakeApp, useFakeApps } from '../../support/fake-app.ts';
import { useFolders } from '../../support/temporary-folder.ts';

const makeFolder = useFolders();
const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const status = { status: 'ok', checkedAt: '2026-11-21T12:00:00Z', version: '1.2.3', checks: [] };
/** What somebody has set who also has an archive in Azure. */
const env = {
  ArchiveStorage__blobServiceUri: 'https://theirs.blob.core.windows.net',
  ArchiveStorage__tableServiceUri: 'https://theirs.table.core.windows.net',
  CALL_ARCHIVE_URL: 'https://theirs.azurewebsites.net',
  CALL_ARCHIVE_KEY: 'their-key',
  GRAPH_TENANT_ID: '00000000-0000-4000-8000-000000000000',
};
const startFakeApp = useFakeApps();
let app: FakeApp;
let storage: string;
let localSystem: string;

beforeAll(async () => {
  // Stands for the storage too, of which only an open port is wanted.
  app = await startFakeApp(() => ({ body: status }));
  storage = `DefaultEndpointsProtocol=http;AccountName=local;AccountKey=a2V5;BlobEndpoint=${app.url}/local;TableEndpoint=${app.url}/local;`;
  localSystem = await leave(formatLocalSystem({ app: app.url, storage, tenantId }));
});

async function leave(text: string): Promise<string> {
  const file = join(await makeFolder(), 'running-system.json');
  await writeFile(file, text);
  return file;
}

/** Runs `search` and tells which archive it wanted to open. */
async function openWith(args: string[], file = localSystem) {
  const opened: ArchiveSource[] = [];
  const open = async (source: ArchiveSource) => {
    opened.push(source);
    throw new Error('enough');
  };
  const run = await runCommand(args, { env, localSystem: file, archives: { open } });
  return { ...run, opened };
}

test.each([[['--local', 'search']], [['search', '--local']]])(
  'leads %j to the storage of npm start, whatever is set',
  async (args) => {
    const { opened } = await openWith(args);
    expect(opened).toEqual([
      { kind: 'storage', storage: { kind: 'connection-string', connectionString: storage }, tenantId },
    ]);
  },
);

test('leads an operator to the app of npm start, without the key of another', async () => {
  const { exitCode } = await runCommand(['--local', 'status'], { env, localSystem });
  expect(exitCode).toBe(0);
  expect(app.asked.map(({ route }) => route)).toEqual(['GET /api/status']);
  expect(app.asked[0]?.headers['x-functions-key']).toBeUndefined();
});

test.each([
  [
    ['--local', 'search', '--path', 'folder'],
    "option '--local' cannot be used with option '--path <folder>'",
  ],
  [['search', '--local', '--account', 'theirs'], "option '--local' cannot be used with option '--account"],
  [['--local', 'estimate'], 'estimate neither reads an archive nor asks the app'],
])('does not go with %j', async (args, said) => {
  const { exitCode, stderr, opened } = await openWith(args);
  expect([exitCode, opened]).toEqual([2, []]);
  expect(stderr).toContain(said);
});

test('says that nothing runs, and how to start it', async () => {
  const file = await leave('');
  await rm(file);
  const { exitCode, stderr, opened } = await openWith(['--local', 'search'], file);
  expect([exitCode, opened]).toEqual([3, []]);
  expect(stderr).toContain('Looking for the system on this machine: it is not running');
  expect(stderr).toContain('npm start');
});

test('says that npm start was killed when its file is left and nothing answers', async () => {
  const gone = await startFakeApp(() => undefined);
  const text = formatLocalSystem({ app: app.url, storage: storage.replaceAll(app.url, gone.url), tenantId });
  await gone.close();
  const { exitCode, stderr, opened } = await openWith(['--local', 'search'], await leave(text));
  expect([exitCode, opened]).toEqual([3, []]);
  expect(stderr).toContain(`nothing answers at ${new URL(gone.url).host}; npm start was killed`);
});

test.each([
  ['is cut off', () => '{"app":'],
  ['leads to an app elsewhere', () => formatLocalSystem({ app: 'http://192.0.2.1:7071', storage, tenantId })],
  [
    'leads to a storage elsewhere',
    () =>
      formatLocalSystem({ app: app.url, storage: storage.replaceAll('127.0.0.1', '192.0.2.1'), tenantId }),
  ],
  [
    'has no address of its storage',
    () => formatLocalSystem({ app: app.url, storage: 'UseDevelopmentStorage=true', tenantId }),
  ],
])('follows no file that %s', async (_, text) => {
  const file = await leave(text());
  const { exitCode, stderr, opened } = await openWith(['--local', 'search'], file);
  expect([exitCode, opened]).toEqual([2, []]);
  expect(stderr).toContain(`${file} is not as npm start leaves it`);
});
