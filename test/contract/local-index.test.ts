/** The local index of a folder: it answers as the records themselves do, whatever becomes of it and of them. */
import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import { formatExportedLine } from '../../src/adapters/folder/manifest.ts';
import type { CallQuery } from '../../src/model/call-query.ts';
import { hourMs } from '../../src/model/durations.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import { type ArchivedRecord, archiveRecord, writeFolder } from '../support/archived-records.ts';
import { writeLeftovers } from '../support/leftovers.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const silent = { problem: () => undefined };
const first = Date.parse('2026-10-29T06:00:00Z');
const idOf = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Four days of calls, with a second version of every fourth. */
const records: ArchivedRecord[] = Array.from({ length: 40 }, (_, n) => n).flatMap((n) => {
  const call = {
    id: idOf(n),
    endedAt: new Date(first + n * 2 * hourMs),
    ...(n % 3 === 0 && { sessions: 3 }),
  };
  const versions = n % 4 === 0 ? ['1', '2'] : ['1'];
  return versions.map((version) => archiveRecord(`call ${n % 12}`, { ...call, version }));
});
const [one, two] = records as [ArchivedRecord, ArchivedRecord];
const dayOf = (blob: string) => dirname(blob);
const indexOf = (root: string, { blob }: ArchivedRecord) =>
  join(root, '.call-archive-index', `${dayOf(blob)}.ndjson`);

async function makeArchive(archived = records): Promise<string> {
  const root = await makeFolder();
  await writeFolder(root, archived);
  return root;
}

async function search(root: string, query: CallQuery = {}) {
  const problems: Problem[] = [];
  const report = { problem: (problem: Problem) => void problems.push(problem) };
  const calls = await Array.fromAsync(openFolderArchive(root, { threads: 1 }).search(query, report));
  return { calls, problems: problems.sort((a, b) => (a.where < b.where ? -1 : 1)) };
}

/** What the records say without the index, which is gone then. */
async function searchAfresh(root: string, query: CallQuery = {}) {
  await rm(join(root, '.call-archive-index'), { recursive: true, force: true });
  return search(root, query);
}

const idsOf = ({ calls }: Awaited<ReturnType<typeof search>>) => calls.map(({ callId }) => callId).sort();

describe('a local index answers as the records do', () => {
  /** The same twice: damaged, foreign and missing files among them, and a manifest of half of them. */
  const folders: string[] = [];
  beforeAll(async () => {
    for (let i = 0; i < 2; i += 1) {
      const root = await makeArchive();
      const kept = records.filter((_, n) => n % 2 === 0);
      const { sha256 } = one.entry;
      const lines = kept.map(({ blob, entry }) =>
        formatExportedLine(blob, {
          sha256: entry.sha256,
          fetchedAt: `2026-11-2${entry.version}`,
          reason: 'backfill',
        }),
      );
      const wrong = formatExportedLine(two.blob, { sha256, fetchedAt: '', reason: '' });
      const missing = formatExportedLine(one.blob.replace('v000001', 'v000009'), {
        sha256,
        fetchedAt: '',
        reason: '',
      });
      await writeFile(join(root, 'manifest.ndjson'), [...lines, wrong, missing, ''].join('\n'));
      await writeFile(join(root, records[20]?.blob ?? ''), 'spoilt');
      await writeFile(join(root, dayOf(one.blob), 'notes.txt'), 'mine');
      folders.push(root);
    }
    await indexFolder(folders[1] ?? '', silent);
    // That it is the index that answers.
    for (const { blob } of records) await writeFile(join(folders[1] ?? '', blob), 'gone');
  });

  const keys = [...new Set(records.flatMap(({ entry }) => entry.findKeys))].sort();
  const time = fc
    .integer({ min: first - 24 * hourMs, max: first + 100 * hourMs })
    .map((timeMs) => new Date(timeMs));
  const query: fc.Arbitrary<CallQuery> = fc.record(
    {
      by: fc.oneof(fc.constantFrom(...keys), fc.constantFrom('upn:nobody@contoso.com', 'id:', '__proto__')),
      from: time,
      to: time,
      type: fc.constantFrom('groupCall', 'peertopeer'),
      failed: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  test('to any query, problems included', async () => {
    const [plain = '', indexed = ''] = folders;
    expect((await search(indexed)).problems.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['damaged', 'foreign', 'missing', 'disagrees']),
    );
    const compare = async (asked: CallQuery) => {
      const [said, wanted] = [await search(indexed, asked), await search(plain, asked)];
      expect(said.calls).toEqual(wanted.calls);
      // With a key, records that cannot hold it are not read to the end: less is noticed of them than the index knows.
      expect(said.problems).toEqual(asked.by ? expect.arrayContaining(wanted.problems) : wanted.problems);
    };
    for (const by of keys) await compare({ by });
    await fc.assert(fc.asyncProperty(query, compare), { seed: 7, numRuns: 40 });
  });
});

describe('a local index', () => {
  const three = records[2] as ArchivedRecord;
  const some = [one, two, three];

  test('is read in place of the records, whose files it then needs no longer', async () => {
    const root = await makeArchive(some);
    expect(await indexFolder(root, silent)).toEqual({ unchanged: 0, read: 1, removed: 0, records: 3 });
    // In place: neither a new nor a removed file.
    await writeFile(join(root, three.blob), 'spoilt');
    expect(await search(root)).toMatchObject({
      calls: [{ callId: idOf(1) }, { callId: idOf(0) }],
      problems: [],
    });
    expect(await indexFolder(root, silent)).toMatchObject({ read: 1, records: 2 });
    expect(await search(root)).toMatchObject({
      calls: [{ callId: idOf(0) }],
      problems: [{ kind: 'damaged' }],
    });
  });

  test('is left aside where files came or went since, and brought up to date by the next run', async () => {
    const root = await makeArchive([one, two]);
    await indexFolder(root, silent);
    expect(await indexFolder(root, silent)).toEqual({ unchanged: 1, read: 0, removed: 0, records: 0 });
    await writeFolder(root, [three]);
    expect(idsOf(await search(root))).toEqual([idOf(0), idOf(1)]);
    await rm(join(root, one.blob));
    await rm(join(root, two.blob));
    expect(idsOf(await search(root))).toEqual([idOf(1)]);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 1, records: 1 });
    await rm(join(root, dayOf(one.blob)), { recursive: true });
    expect(await indexFolder(root, silent)).toEqual({ unchanged: 0, read: 0, removed: 1, records: 0 });
    expect((await search(root)).calls).toEqual([]);
  });

  test('can be deleted at any time', async () => {
    const root = await makeArchive(some);
    await indexFolder(root, silent);
    expect(await searchAfresh(root)).toMatchObject({ calls: [{}, {}], problems: [] });
  });

  test('is not believed where a byte of it has turned or its end is missing, and is rebuilt', async () => {
    const root = await makeArchive(records.slice(0, 12));
    await indexFolder(root, silent);
    const path = indexOf(root, one);
    const whole = await readFile(path);
    /** With a mask of 0 it is cut there. */
    const spoil = (at: number, mask: number) =>
      mask === 0 ? whole.subarray(0, at) : Buffer.from(whole).fill((whole[at] ?? 0) ^ mask, at, at + 1);
    const queries = [{}, { by: one.entry.findKeys[0] ?? '' }];
    const wanted = await Promise.all(queries.map((query) => search(root, query)));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 4 }), async (at, mask) => {
        await writeFile(path, spoil(at, mask));
        for (const [i, query] of queries.entries()) expect(await search(root, query)).toEqual(wanted[i]);
        expect(await indexFolder(root, silent)).toMatchObject({ read: 1 });
        expect(await readFile(path)).toEqual(whole);
      }),
      { seed: 7, numRuns: 25 },
    );
  });

  test('of an older form is rebuilt', async () => {
    const root = await makeArchive([one, two]);
    await mkdir(dirname(indexOf(root, one)), { recursive: true });
    const { mtimeNs } = await stat(join(root, dayOf(one.blob)), { bigint: true });
    await writeFile(indexOf(root, one), `{"form":1,"changed":"${mtimeNs}","files":""}\n`);
    expect((await search(root)).calls).toHaveLength(1);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 1, records: 2 });
  });

  test('knows when the manifest says something else of a day, and does not mind what it says of others', async () => {
    const root = await makeArchive();
    const last = records.at(-1) as ArchivedRecord;
    await indexFolder(root, silent);
    const { sha256 } = last.entry;
    const line = formatExportedLine(last.blob, { sha256, fetchedAt: '2026-11-22', reason: 'redrive' });
    await appendFile(join(root, 'manifest.ndjson'), `${line}\n`);
    // In place, and so not seen: the index of this day is still believed.
    await writeFile(join(root, one.blob), 'spoilt');
    const { calls, problems } = await search(root);
    expect(problems).toEqual([]);
    expect(calls[0]).toMatchObject({ callId: last.entry.callId, reason: 'redrive' });
    await writeFile(join(root, one.blob), one.file);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 2, unchanged: 2 });
    expect(await search(root)).toEqual(await searchAfresh(root));
  });

  test('does not read again what is as it was, though the folder was touched', async () => {
    const root = await makeArchive();
    await indexFolder(root, silent);
    await utimes(join(root, dayOf(one.blob)), 1, 1);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 0, unchanged: 4 });
    await writeFile(join(root, one.blob), 'in place');
    expect((await search(root)).problems).toEqual([]);
  });

  test('is not made of a day that changes in the meantime', async () => {
    const root = await makeArchive([one, two]);
    await writeFile(join(root, dayOf(one.blob), 'notes.txt'), 'mine');
    const guest = join(root, dayOf(one.blob), 'guest.txt');
    await indexFolder(root, { problem: () => writeFileSync(guest, 'hello') });
    expect((await search(root)).problems).toHaveLength(2);
    await rm(guest);
    expect((await search(root)).problems).toHaveLength(1);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 1 });
  });

  test('is made whole by two runs at once, and after one that was ended', async () => {
    const root = await makeArchive();
    const folder = join(root, '.call-archive-index');
    await writeLeftovers(folder);
    const runs = await Promise.all([indexFolder(root, silent), indexFolder(root, silent)]);
    expect(runs).toEqual([expect.objectContaining({ read: 4 }), expect.objectContaining({ read: 4 })]);
    expect((await readdir(folder)).sort()).toEqual(['records', 'young.part']);
    expect(await indexFolder(root, silent)).toMatchObject({ read: 0, unchanged: 4 });
    expect(await search(root)).toEqual(await searchAfresh(root));
  });
});
