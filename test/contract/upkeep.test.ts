/** The index is derived: made again from the blobs alone it is the same, and what is wrong with it is found. */
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { formatIndexRows } from '../../src/adapters/storage/format-index-rows.ts';
import { makeTableCallIndex } from '../../src/adapters/storage/table-call-index.ts';
import { makeTableIndexReader } from '../../src/adapters/storage/table-index-reader.ts';
import { makeTablePeople } from '../../src/adapters/storage/table-people.ts';
import { names } from '../../src/config/names.ts';
import { hourMs } from '../../src/model/durations.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import { type CheckRange, checkIndex } from '../../src/upkeep/check-index.ts';
import { reindex } from '../../src/upkeep/reindex.ts';
import { type ArchivedRecord, archiveRecord, writeStorage } from '../support/archived-records.ts';
import { useStorage } from '../support/contract-storage.ts';
import { entryTenant } from '../support/index-entry.ts';

const storage = useStorage();
const first = Date.parse('2026-10-29T06:00:00Z');
const idOf = (n: number) => `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const records = Array.from({ length: 10 }, (_, n) =>
  archiveRecord(`upkeep ${n}`, { id: idOf(n), endedAt: new Date(first + n * 8 * hourMs) }),
);
const [one, two] = records as [ArchivedRecord, ArchivedRecord];
const later = archiveRecord('upkeep 0', { id: idOf(0), endedAt: new Date(first), version: '1000000' });
const all = [...records, later];

const table = () => storage().table(names.tables.index);
const peopleTable = () => storage().table(names.tables.people);
const people = () => makeTablePeople(peopleTable(), () => new Date('2026-12-31'));
const container = () => storage().container(names.containers.records);
const archive = () => openAzureArchive({ records: container(), index: table() });

function fail(problem: Problem): never {
  throw new Error(JSON.stringify(problem));
}

/** Of the index, and of the people. */
async function readRows(): Promise<unknown[]> {
  const rows = [
    ...(await Array.fromAsync(table().listEntities())),
    ...(await Array.fromAsync(peopleTable().listEntities())),
  ];
  return rows.map(({ etag: _e, timestamp: _t, ...row }) => row);
}

async function emptyTable(): Promise<void> {
  for (const one of [table(), peopleTable()])
    for (const { partitionKey = '', rowKey = '' } of await Array.fromAsync(one.listEntities()))
      await one.deleteEntity(partitionKey, rowKey);
}

async function run(range: Parameters<typeof reindex>[1] = {}) {
  const problems: Problem[] = [];
  const tools = { archive: archive(), index: makeTableCallIndex(table()), people: people() };
  const counts = await reindex(tools, range, { problem: (problem) => void problems.push(problem) });
  return { counts, problems };
}

async function check(range: CheckRange = {}) {
  const problems: Problem[] = [];
  const rows = makeTableIndexReader(table(), entryTenant);
  const steps = await checkIndex({ archive: archive(), rows }, range, {
    problem: (problem) => void problems.push(problem),
  });
  return { steps, problems: problems.map(({ kind, where }) => `${kind} ${where}`) };
}

let written: unknown[] = [];
beforeAll(async () => {
  await writeStorage(storage(), all);
  written = await readRows();
});

describe('reindex', () => {
  test('makes the same index again from the blobs alone', async () => {
    await emptyTable();
    expect(await run()).toEqual({ counts: { days: 4, indexed: 11, failed: 0 }, problems: [] });
    expect(await readRows()).toEqual(written);
    await run();
    expect(await readRows()).toEqual(written);
  });

  test('continues after a day that was done', async () => {
    await emptyTable();
    const days: string[] = [];
    await run({ last: '2026-10-30', onDay: (day) => void days.push(day) });
    expect(days).toEqual(['2026-10-29', '2026-10-30']);
    await run({ first: '2026-10-31' });
    expect(await readRows()).toEqual(written);
  });

  test('names a damaged blob, and indexes the others', async () => {
    await emptyTable();
    await container().getBlockBlobClient(two.blob).upload('damaged', 7);
    const { counts, problems } = await run();
    expect(counts).toMatchObject({ indexed: 10, failed: 1 });
    expect(problems).toMatchObject([{ kind: 'damaged', where: two.blob }]);
    await container().getBlobClient(two.blob).delete();
    await writeStorage(storage(), [two]);
    expect(await readRows()).toEqual(written);
  });

  test('ends when it is no longer wanted', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    const tools = { archive: archive(), index: makeTableCallIndex(table()), people: people() };
    await expect(reindex(tools, {}, { problem: () => undefined, signal })).rejects.toThrow(/Ctrl-C|aborted/);
  });
});

describe('check', () => {
  beforeEach(async () => {
    await emptyTable();
    await writeStorage(storage(), []);
    await run();
  });

  test('finds nothing where nothing is wrong, and says what it looked at', async () => {
    const { steps, problems } = await check({ deep: true });
    expect(problems).toEqual([]);
    const keys = all.reduce((sum, { entry }) => sum + entry.findKeys.length, 0);
    expect(steps).toEqual([
      { step: 'files', checked: 11 },
      { step: 'day rows', checked: 11 },
      { step: 'id rows', checked: 11 },
      { step: 'records', checked: 11 },
      { step: 'find rows', checked: keys },
    ]);
  });

  test('finds a blob without a day row, without an id row, and a row without a blob', async () => {
    const rowsOf = (record: ArchivedRecord) => formatIndexRows(record.entry);
    const { dayRow } = await rowsOf(one);
    await table().deleteEntity(dayRow.partitionKey, dayRow.rowKey);
    const { idRow } = await rowsOf(two);
    await table().deleteEntity(idRow.partitionKey, idRow.rowKey);
    const ghost = { ...records[4]?.entry, callId: idOf(99) } as ArchivedRecord['entry'];
    await table().upsertEntity((await formatIndexRows(ghost)).dayRow);
    const { steps, problems } = await check();
    expect(problems).toEqual([
      `unindexed ${one.blob}`,
      `unindexed ${two.blob}`,
      `missing ${(records[4] as ArchivedRecord).blob.replace(idOf(4), idOf(99))}`,
    ]);
    expect(steps).toEqual([
      { step: 'files', checked: 11 },
      { step: 'day rows', checked: 11, unindexed: 1, missing: 1 },
      { step: 'id rows', checked: 10, unindexed: 1 },
    ]);
  });

  test('finds rows that disagree with the file, with each other, or with the record', async () => {
    const { dayRow } = await formatIndexRows(one.entry);
    await table().updateEntity({ ...dayRow, sha256: 'f'.repeat(64) }, 'Replace');
    const wrong = await formatIndexRows({ ...two.entry, people: 77 });
    await table().updateEntity(wrong.dayRow, 'Replace');
    await table().updateEntity(wrong.idRow, 'Replace');
    const { findRows } = await formatIndexRows((records[5] as ArchivedRecord).entry);
    const [lost] = findRows;
    await table().deleteEntity(lost?.partitionKey ?? '', lost?.rows[0]?.rowKey ?? '');
    const { problems } = await check({ deep: true });
    expect(new Set(problems)).toEqual(
      new Set([`disagrees ${one.blob}`, `disagrees ${two.blob}`, `unindexed ${records[5]?.blob}`]),
    );
    expect((await check()).problems.every((problem) => problem === `disagrees ${one.blob}`)).toBe(true);
  });

  test('finds rows that an earlier version wrote, and reindex completes them', async () => {
    const { failedSessions: _, classifiedStreams: __, poorStreams: ___, ...earlier } = two.entry;
    await makeTableCallIndex(table()).put({ ...earlier, ownStreams: new Map() });
    const { problems } = await check({ deep: true });
    expect(new Set(problems)).toEqual(new Set([`disagrees ${two.blob}`]));
    const poor = () => Array.fromAsync(archive().search({ poor: true }, { problem: fail }));
    const ofTwo = async () => (await poor()).filter(({ callId }) => callId === two.entry.callId);
    expect(await ofTwo()).toMatchObject([{ poorStreams: undefined, classifiedStreams: undefined }]);
    await run();
    expect((await check({ deep: true })).problems).toEqual([]);
    expect((await ofTwo()).length).toBe((two.entry.poorStreams ?? 0) > 0 ? 1 : 0);
  });

  test('keeps to the days that were requested', async () => {
    const { steps } = await check({ first: '2026-10-30', last: '2026-10-30' });
    const wanted = all.filter(({ entry }) => entry.callDay === '2026-10-30').length;
    expect(steps.map(({ checked }) => checked)).toEqual([wanted, wanted, wanted]);
  });
});
