/** Rows written in one transaction are those that the tables library reads, and a refusal is an error. */
import { describe, expect, test } from '@jest/globals';
import { replaceRows } from '../../src/adapters/storage/replace-rows.ts';
import { names } from '../../src/config/names.ts';
import { useStorage } from '../support/contract-storage.ts';

const storage = useStorage();
const table = () => storage().table(names.tables.index);
const row = (rowKey: string) => ({ partitionKey: "p 'one'", rowKey, bytes: 5n });

describe('rows in one transaction', () => {
  test('are read as they were written, whatever their types and letters', async () => {
    const columns = { name: 'Žofie “Ж” \r\n--changeset_x 😀', bytes: 2n ** 60n, people: 12, failed: true };
    const partitionKey = "it's p-1 ü";
    await replaceRows(table(), [
      { ...columns, partitionKey, rowKey: "a'b c" },
      { ...columns, partitionKey, rowKey: 'second' },
    ]);
    const first = await table().getEntity(partitionKey, "a'b c");
    expect(first).toMatchObject(columns);
    await expect(table().getEntity(partitionKey, 'second')).resolves.toMatchObject(columns);
  });

  test('take the place of rows with the same keys, columns and all', async () => {
    await replaceRows(table(), [{ ...row('again'), old: 'yes' }, row('beside')]);
    await replaceRows(table(), [row('again'), row('beside')]);
    expect(await table().getEntity("p 'one'", 'again')).not.toHaveProperty('old');
  });

  test('are all refused when one is, with what storage says', async () => {
    const written = replaceRows(table(), [row('fresh'), row('twice'), row('twice')]);
    await expect(written).rejects.toMatchObject({ name: 'RestError', statusCode: 400 });
    await expect(table().getEntity("p 'one'", 'fresh')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('find the service though its address ends with a slash, as in Azure', async () => {
    const { url, tableName, pipeline } = table();
    await replaceRows({ url: `${url}/`, tableName, pipeline }, [row('slash one'), row('slash two')]);
    await expect(table().getEntity("p 'one'", 'slash two')).resolves.toMatchObject({ bytes: 5n });
  });

  test('say that the table is missing', async () => {
    const missing = storage().table('NoSuchTable');
    const refused = { name: 'RestError', statusCode: 404, code: 'TableNotFound' };
    await expect(replaceRows(missing, [row('one'), row('two')])).rejects.toMatchObject(refused);
  });
});
