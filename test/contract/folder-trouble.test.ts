/** A folder as people have it: half downloaded, with files of other programs, damaged. */
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import type { CallQuery } from '../../src/model/call-query.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import { type ArchivedRecord, archiveRecord, writeFolder } from '../support/archived-records.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const endedAt = new Date('2026-11-20T11:00:00Z');
const idOf = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const makeRecords = (count: number) =>
  Array.from({ length: count }, (_, n) => archiveRecord(`trouble ${n % 5}`, { id: idOf(n), endedAt }));
const [one, two, three] = makeRecords(3) as [ArchivedRecord, ArchivedRecord, ArchivedRecord];

async function search(root: string, query: CallQuery = {}, threads = 1) {
  const problems: Problem[] = [];
  const report = { problem: (problem: Problem) => void problems.push(problem) };
  const rows = await Array.fromAsync(openFolderArchive(root, { threads }).search(query, report));
  return { found: rows.map(({ callId }) => callId).sort(), problems };
}

async function makeArchive(records: readonly ArchivedRecord[] = [one, two, three]): Promise<string> {
  const root = await makeFolder();
  await writeFolder(root, records);
  return root;
}

describe('a folder is read although', () => {
  const others = [idOf(1), idOf(2)];
  test.each([
    ['a file broke off', 'damaged', (file: Buffer) => file.subarray(0, file.length / 2)],
    ['a file is empty', 'damaged', () => Buffer.alloc(0)],
    [
      'a byte has turned',
      'damaged',
      (file: Buffer) => Buffer.from(file.map((b, at) => (at === 700 ? b ^ 1 : b))),
    ],
    ['a file has the record of another call', 'disagrees', () => two.file],
  ])('%s: it is named, and the others are found', async (_, kind, spoil) => {
    const root = await makeArchive();
    await writeFile(join(root, one.blob), spoil(one.file));
    const { found, problems } = await search(root);
    expect(found).toEqual(others);
    expect(problems).toEqual([{ kind, where: one.blob, why: expect.any(String) }]);
  });

  test('other files lie in it: each is named, none is read', async () => {
    const root = await makeArchive();
    const day = join(root, one.blob, '..');
    await writeFile(join(day, 'notes.txt'), 'mine');
    await writeFile(join(root, `${one.blob}.part`), 'half');
    await mkdir(join(root, '.cache'));
    const { found, problems } = await search(root);
    expect(found).toHaveLength(3);
    expect(problems.map(({ kind }) => kind)).toEqual(['foreign', 'foreign']);
    expect(problems.map(({ why }) => why).join()).toContain('interrupted download');
  });

  test('a record cannot be opened', async () => {
    const root = await makeArchive();
    await rm(join(root, one.blob));
    await mkdir(join(root, one.blob));
    expect(await search(root)).toMatchObject({
      found: others,
      problems: [{ kind: 'unreadable', where: one.blob }],
    });
  });
});

describe('a folder is none when', () => {
  test.each([
    ['there is nothing of an archive in it', async () => makeFolder(), /no folder records/],
    ['it is not there', async () => join(await makeFolder(), 'gone'), /ENOENT/],
    [
      'it has two tenants',
      async () => {
        const root = await makeArchive();
        await mkdir(join(root, 'records/v1/tenant=other'));
        return root;
      },
      /several tenants/,
    ],
  ])('%s', async (_, make, message) => {
    await expect(search(await make())).rejects.toThrow(message);
  });

  test('but a folder around call-records will do', async () => {
    const root = await makeFolder();
    await writeFolder(join(root, 'call-records'), [one]);
    expect((await search(root)).found).toEqual([idOf(0)]);
  });
});

test('many files are read by threads, and come out as from one', async () => {
  const root = await makeArchive(makeRecords(300));
  const [by = ''] = one.entry.findKeys;
  for (const query of [{}, { by }]) {
    const [alone, together] = [await search(root, query, 1), await search(root, query, 2)];
    expect(together).toEqual(alone);
    expect(alone.found.length).toBeGreaterThan(50);
  }
});

test('a manifest that broke off still says what it says', async () => {
  const root = await makeArchive([one]);
  const line = {
    blob: one.blob,
    sha256: one.entry.sha256,
    fetched_at: '2026-11-21T09:00:00Z',
    reason: 'backfill',
  };
  const missing = { ...line, blob: two.blob };
  await appendFile(
    join(root, 'manifest.ndjson'),
    `${JSON.stringify(line)}\n${JSON.stringify(missing)}\n{"blob":`,
  );
  const { found, problems } = await search(root);
  expect(found).toEqual([idOf(0)]);
  expect(problems).toMatchObject([{ kind: 'missing', where: two.blob }]);
  const [row] = await openFolderArchive(root).listVersions(idOf(0), { problem: () => undefined });
  expect(row?.reason).toBe('backfill');
});
