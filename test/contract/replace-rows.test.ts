/** Rows written in one transaction are those that the tables library reads, and a refusal is an error. */
import { describe, expect, test } from '@jest/globals';
import { replaceRows } from '../../src/adapters/storage/replace-rows.ts';
import { names } from '../../src/config/names.ts';
import { useStorage } from '../support/contract-storage.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.index);
const partitionKey = "it's p-1 ü";
const batch = (...rowKeys: string[]) => ({
  partitionKey,
  columns: { bytes: 5n },
  rows: rowKeys.map((rowKey) => ({ rowKey, columns: { key: `key of ${rowKey}` } })),
});

describe('rows in one transaction', () => {
  test('are read as they were written, whatever their types and letters', async () => {
    const columns = {
      name: 'Žofie “Ж” \r\n--changeset_x\u2028\u2029\u0085 😀',
      bytes: 2n ** 60n,
      people: 12,
      failed: true,
    };
    await replaceRows(table(), { ...batch("a'b c", 'second'), columns });
    for (const rowKey of ["a'b c", 'second']) {
      const read = await table().getEntity(partitionKey, rowKey);
      expect(read).toMatchObject({ ...columns, key: `key of ${rowKey}` });
    }
  });

  test('take the place of rows with the same keys, columns and all', async () => {
    await replaceRows(table(), { ...batch('again', 'beside'), columns: { old: 'yes' } });
    await replaceRows(table(), batch('again', 'beside'));
    expect(await table().getEntity(partitionKey, 'again')).not.toHaveProperty('old');
  });

  test('are all refused when one is, with what storage says', async () => {
    const written = replaceRows(table(), batch('fresh', 'twice', 'twice'));
    await expect(written).rejects.toMatchObject({ name: 'RestError', statusCode: 400 });
    await expect(table().getEntity(partitionKey, 'fresh')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('find the service though its address ends with a slash, as in Azure', async () => {
    const { url, tableName, pipeline } = table();
    await replaceRows({ url: `${url}/`, tableName, pipeline }, batch('slash one', 'slash two'));
    await expect(table().getEntity(partitionKey, 'slash two')).resolves.toMatchObject({ bytes: 5n });
  });

  test('say that the table is missing', async () => {
    const missing = storage().table('NoSuchTable');
    const refused = { name: 'RestError', statusCode: 404, code: 'TableNotFound' };
    await expect(replaceRows(missing, batch('one', 'two'))).rejects.toMatchObject(refused);
  });
});
