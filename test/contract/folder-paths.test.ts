/** A downloaded folder that somebody else made: whatever its index, its manifest and its links say, no path leaves it. */
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { checkDayIndex, formatDayIndex } from '../../src/adapters/folder/day-index.ts';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { openFolderCopy } from '../../src/adapters/folder/folder-copy.ts';
import { openFolderExport } from '../../src/adapters/folder/folder-export.ts';
import { openFolderHeldFiles } from '../../src/adapters/folder/folder-held-files.ts';
import { openFolderReports } from '../../src/adapters/folder/folder-reports.ts';
import { openFolderTables } from '../../src/adapters/folder/folder-table-store.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import { LinkError } from '../../src/errors.ts';
import type { IndexEntry } from '../../src/model/call-row.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import type { TableStore } from '../../src/ports/table-store.ts';
import { exportFiles } from '../../src/reading/export-calls.ts';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const endedAt = new Date('2026-11-20T11:00:00Z');
const one = archiveRecord('paths 1', { id: '0a1b2c3d-0000-4000-8000-000000000001', endedAt });
const two = archiveRecord('paths 2', { id: '0a1b2c3d-0000-4000-8000-000000000002', endedAt });
const day = dirname(one.blob);
const kept = { sha256: one.entry.sha256, fetchedAt: '2026-11-21T09:00:00Z', reason: 'notification' };
const mine = 'ssh-ed25519 the key of the person';

async function listen<Result>(work: (listener: { problem(problem: Problem): void }) => Promise<Result>) {
  const problems: Problem[] = [];
  const result = await work({ problem: (problem) => void problems.push(problem) });
  return { result, problems };
}

/** A home with a secret in it, a folder as it was downloaded, and an empty one for an export. */
async function makeHome() {
  const home = await makeFolder();
  const [root, out, secret] = [join(home, 'download'), join(home, 'out'), join(home, '.ssh/authorized_keys')];
  await writeFolder(root, [one, two]);
  await mkdir(dirname(secret));
  await writeFile(secret, mine);
  return { home, root, out, secret };
}

/** As the program itself would have written it, checksums and all. */
async function craftIndex(root: string, change: Partial<IndexEntry>): Promise<void> {
  await indexFolder(root, { problem: () => undefined });
  const path = join(root, '.call-archive-index', `${day}.ndjson`);
  const state = checkDayIndex(path)?.state;
  if (!state) throw new Error('There is no index to change');
  const entries = [{ ...one.entry, ...change }, two.entry];
  await writeFile(path, formatDayIndex({ entries, problems: [] }, state));
}

async function exportAll(root: string, out: string) {
  return listen(async (listener) =>
    exportFiles(openFolderArchive(root, { threads: 1 }), {}, await openFolderExport(out), listener),
  );
}

describe('a crafted index', () => {
  test.each<[string, Partial<IndexEntry>]>([
    ['a path that leaves the folder', { blob: '../.ssh/authorized_keys' }],
    ['an absolute path', { blob: '/etc/passwd' }],
    ['the path of another call', { blob: two.blob }],
    ['the path of another version', { blob: one.blob.replace('v000001', 'v000002') }],
    ['the path of another tenant', { tenantId: '00000000-0000-4000-8000-000000000000' }],
    [
      'an id that is a path',
      { callId: '../../../../../.ssh/authorized_keys', blob: `${day}/../x.v000001.json.gz` },
    ],
    ['something other than a text', { blob: { toString: () => 'x' } as unknown as string }],
  ])('that names %s is not believed: the records answer instead', async (_, change) => {
    const { root, out, secret } = await makeHome();
    await craftIndex(root, change);
    const { result, problems } = await exportAll(root, out);
    expect({ result, problems }).toEqual({ result: { exported: 2, present: 0, failed: 0 }, problems: [] });
    expect((await readdir(out, { recursive: true })).filter((name) => name.endsWith('.gz'))).toHaveLength(2);
    expect(await readFile(secret, 'utf8')).toBe(mine);
  });
});

describe('an export target', () => {
  test.each(['../.ssh/authorized_keys', '/tmp/x', `${day}/../../x.v000001.json.gz`, 'records/x'])(
    'refuses the name %s, and calls for no bytes',
    async (blob) => {
      const { out, secret } = await makeHome();
      const target = await openFolderExport(out);
      const fill = () => Promise.reject(new Error('The bytes were asked for'));
      await expect(target.put(blob, kept, fill)).rejects.toThrow('not the name of a record');
      await expect(target.has(blob)).resolves.toBe(false);
      expect(await readFile(secret, 'utf8')).toBe(mine);
    },
  );

  test.each([
    ['a folder on the way', 'records', (home: string) => join(home, '.ssh')],
    ['the folder of unfinished files', '.call-archive-export', (home: string) => join(home, '.ssh')],
    ['the manifest', 'manifest.ndjson', (home: string) => join(home, '.ssh/authorized_keys')],
  ])('writes through no link: %s', async (_, name, to) => {
    const { home, root, out, secret } = await makeHome();
    await mkdir(out);
    await symlink(to(home), join(out, name));
    await expect(exportAll(root, out)).rejects.toThrow(LinkError);
    expect(await readFile(secret, 'utf8')).toBe(mine);
    expect(await readdir(dirname(secret))).toEqual(['authorized_keys']);
  });
});

describe('a link is not followed', () => {
  test.each([
    ['a record', one.blob],
    ['the folder of a day', day],
  ])('when it is %s', async (_, name) => {
    const { home, root } = await makeHome();
    await rename(join(root, name), join(home, 'elsewhere'));
    await symlink(join(home, 'elsewhere'), join(root, name));
    const archive = openFolderArchive(root, { threads: 1 });
    const { result, problems } = await listen((listener) => Array.fromAsync(archive.search({}, listener)));
    expect(result.map(({ blob }) => blob)).not.toContain(one.blob);
    expect(problems).toMatchObject([{ kind: 'foreign', where: name }]);
    const versions = await listen((listener) => archive.listVersions(one.entry.callId, listener));
    expect(versions).toMatchObject({ result: [], problems: [{ kind: 'foreign', where: name }] });
    await expect(archive.open(one.blob)).rejects.toThrow('symbolic link');
  });

  test.each(['records', 'records/v1', dirname(day), 'manifest.ndjson', '.call-archive-index'])(
    'when it is %s',
    async (name) => {
      const { home, root } = await makeHome();
      await writeFile(join(root, 'manifest.ndjson'), '');
      await indexFolder(root, { problem: () => undefined });
      await rename(join(root, name), join(home, 'elsewhere'));
      await symlink(join(home, 'elsewhere'), join(root, name));
      const search = listen((listener) => Array.fromAsync(openFolderArchive(root).search({}, listener)));
      await expect(search).rejects.toThrow('symbolic link');
      await expect(indexFolder(root, { problem: () => undefined })).rejects.toThrow('symbolic link');
    },
  );

  test('when it is the manifest, and the files are checked', async () => {
    const { root, secret } = await makeHome();
    await symlink(secret, join(root, 'manifest.ndjson'));
    const files = Array.fromAsync(openFolderHeldFiles(root).list('call-records', 'records/'));
    await expect(files).rejects.toThrow('symbolic link');
  });

  test('when a file is opened, also after others of its folder', async () => {
    const { root, secret } = await makeHome();
    const files = openFolderHeldFiles(root);
    await symlink(secret, join(root, day, 'linked.json.gz'));
    await symlink(dirname(secret), join(root, day, 'linked'));
    expect(await files.open('call-records', one.blob)).toBeDefined();
    expect(await files.open('call-records', `${day}/none.json.gz`)).toBeUndefined();
    for (const name of ['linked.json.gz', 'linked', 'linked/authorized_keys'])
      await expect(files.open('call-records', `${day}/${name}`)).rejects.toThrow('symbolic link');
    for (const name of ['..', `../${day}/x`, ''])
      await expect(files.open('call-records', `${day}/${name}`)).rejects.toThrow('leads out of');
  });

  test.each<[string, (tables: TableStore, path: string) => Promise<unknown>]>([
    [
      'written',
      (tables, path) => tables.put(path, [Buffer.from('PAR1')], { root: '', schema: '', sequence: 0 }),
    ],
    ['read', (tables, path) => tables.find(path)],
    ['listed', (tables, path) => Array.fromAsync(tables.list(path))],
    ['removed', (tables, path) => tables.remove(path)],
  ])('when tables are %s', async (_, use) => {
    const { root, secret } = await makeHome();
    await symlink(dirname(secret), join(root, 'calls'));
    const tables = openFolderTables(root);
    await expect(use(tables, 'calls/authorized_keys')).rejects.toThrow('symbolic link');
    await expect(use(tables, '../.ssh/authorized_keys')).rejects.toThrow('leads out of');
    expect(await readFile(secret, 'utf8')).toBe(mine);
  });

  test.each(['call-records', 'call-proof'])('when a file of %s is copied', async (container) => {
    const { out, secret } = await makeHome();
    await mkdir(join(out, 'call-records/records'), { recursive: true });
    const copies = await openFolderCopy(out);
    const place = join(out, container);
    await rm(place, { recursive: true, force: true });
    await mkdir(place);
    await symlink(dirname(secret), join(place, 'seals'));
    const copy = (path: string) => copies.put(container, path, Readable.from([Buffer.from('x')]));
    await expect(copy('seals/authorized_keys')).rejects.toThrow('symbolic link');
    await expect(copy('../../.ssh/authorized_keys')).rejects.toThrow('leads out of');
    expect(await readFile(secret, 'utf8')).toBe(mine);
  });

  test('when call reports lie behind it', async () => {
    const { home, root } = await makeHome();
    await mkdir(join(home, 'elsewhere/reports/v1/tenant=x'), { recursive: true });
    await symlink(join(home, 'elsewhere'), join(root, 'call-reports'));
    const days = { from: '2026-11-01', to: '2026-11-30' };
    await expect(openFolderReports(root).listNewest('pstn-calls', days)).rejects.toThrow('symbolic link');
  });

  test('but the folder that a person names may be one', async () => {
    const { home, root } = await makeHome();
    await symlink(root, join(home, 'link'));
    const search = listen((listener) =>
      Array.fromAsync(openFolderArchive(join(home, 'link')).search({}, listener)),
    );
    expect((await search).result).toHaveLength(2);
  });
});

test('a socket in the place of a record is named, and not read', async () => {
  const { home, root } = await makeHome();
  const server = createServer().listen(join(home, 's'));
  await once(server, 'listening');
  await rename(join(home, 's'), join(root, one.blob));
  const { result, problems } = await listen((listener) =>
    Array.fromAsync(openFolderArchive(root, { threads: 1 }).search({}, listener)),
  );
  server.close();
  expect(result.map(({ blob }) => blob)).toEqual([two.blob]);
  expect(problems).toMatchObject([{ kind: 'foreign', where: one.blob }]);
});

test('a manifest that names what is not a record says nothing', async () => {
  const { root } = await makeHome();
  const line = (blob: string) =>
    JSON.stringify({ blob, sha256: kept.sha256, fetched_at: kept.fetchedAt, reason: kept.reason });
  const names = ['../.ssh/authorized_keys', `${day}/../../../x`, `${day}/\u001b[31m.v000001.json.gz`];
  await writeFile(join(root, 'manifest.ndjson'), names.map((name) => `${line(name)}\n`).join(''));
  const { result, problems } = await listen((listener) =>
    Array.fromAsync(openFolderArchive(root, { threads: 1 }).search({}, listener)),
  );
  expect({ count: result.length, problems }).toEqual({ count: 2, problems: [] });
});
