/** What holds of the place of the tables, wherever it is. */
import { describe, expect, test } from '@jest/globals';
import { openFolderTables } from '../../src/adapters/folder/folder-table-store.ts';
import { openParquetTable } from '../../src/adapters/parquet/parquet-table.ts';
import { makeBlobTableStore } from '../../src/adapters/storage/blob-table-store.ts';
import { names } from '../../src/config/names.ts';
import type { TableMarks, TableStore } from '../../src/ports/table-store.ts';
import { useStorage } from '../support/contract-storage.ts';
import { makeMemoryTableStore } from '../support/memory-table-store.ts';
import { useFolders } from '../support/temporary-folder.ts';

const storage = useStorage();
const makeFolder = useFolders();

const stores: [name: string, open: () => Promise<TableStore>, isOfSeals: boolean][] = [
  ['in memory', async () => makeMemoryTableStore(), true],
  ['in a folder', async () => openFolderTables(await makeFolder()), false],
  ['in a container', async () => makeBlobTableStore(storage().container(names.containers.tables)), true],
];

const marks: TableMarks = { root: 'ab'.repeat(32), schema: '1-0123456789abcdef', sequence: 0 };

/** A file that says of itself what it was made from. */
function makeFile({ root, schema }: TableMarks): Uint8Array[] {
  const properties = { 'call-archive.root': root, 'call-archive.schema': schema };
  return openParquetTable({ name: 'calls', columns: [{ name: 'call_id', type: 'text' }] }).finish(properties);
}

describe.each(stores)('tables %s', (name, open, isOfSeals) => {
  const path = (part: number) => `calls/date=2026-11-21/${name.replaceAll(' ', '-')}-${part}.parquet`;

  test('are found with what they were made from, and replaced whole', async () => {
    const store = await open();
    expect(await store.find(path(1))).toBeUndefined();
    for (const root of [marks.root, 'cd'.repeat(32)]) {
      const made = { ...marks, root };
      expect(await store.put(path(1), makeFile(made), made)).toBe('written');
      expect(await store.find(path(1))).toEqual(made);
    }
  });

  test('are listed by how their names begin, and removed though they may be gone', async () => {
    const store = await open();
    for (const part of [2, 3]) await store.put(path(part), makeFile(marks), marks);
    const list = async () =>
      (await Array.fromAsync(store.list('calls/date=2026-11-21/'))).filter((one) => /-[23]\./.test(one));
    expect((await list()).filter((one) => one.includes(name.replaceAll(' ', '-')))).toEqual([
      path(2),
      path(3),
    ]);
    for (let times = 0; times < 2; times += 1) await store.remove(path(2));
    expect((await list()).filter((one) => one.includes(name.replaceAll(' ', '-')))).toEqual([path(3)]);
    expect(await Array.fromAsync(store.list('calls/date=1999-01-01/'))).toEqual([]);
  });

  if (!isOfSeals) return;

  test('of a later seal are left as they are', async () => {
    const store = await open();
    const later = { ...marks, sequence: 7 };
    await store.put(path(4), makeFile(later), later);
    const earlier = { ...marks, root: 'ef'.repeat(32), sequence: 6 };
    expect(await store.put(path(4), makeFile(earlier), earlier)).toBe('newer');
    expect(await store.find(path(4))).toEqual(later);
  });

  test('that several write at once are those of the latest seal', async () => {
    const store = await open();
    const seals = [3, 1, 2].map((sequence) => ({ ...marks, root: String(sequence).repeat(64), sequence }));
    await Promise.all(seals.map((made) => store.put(path(5), makeFile(made), made)));
    expect(await store.find(path(5))).toEqual(seals[0]);
  });
});
