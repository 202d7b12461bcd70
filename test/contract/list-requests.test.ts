/** What the first page of a search costs a reader in round trips to storage, counted on the wire. */
import { expect, test } from '@jest/globals';
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { makeStorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTablePeopleReader } from '../../src/adapters/storage/table-people.ts';
import { names } from '../../src/config/names.ts';
import { hashFindKey } from '../../src/model/index-rows.ts';
import { makeSeenLists } from '../../src/web/seen/seen-lists.ts';
import { writeStorage } from '../support/archived-records.ts';
import { archiveCompanyDays } from '../support/company-archive.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { entryTenant } from '../support/index-entry.ts';
import { startProxy } from '../support/start-proxy.ts';

const emulator = useEmulator();
const signal = new AbortController().signal;

test('the first page of the calls of a person takes two: the rows, and one record for the name', async () => {
  const records = archiveCompanyDays(['2026-11-24']).slice(0, 12);
  await writeStorage(emulator.clients(), records);
  const requests: string[] = [];
  const countFor = (service: string) => {
    const [, target = ''] =
      new RegExp(`${service}Endpoint=(http://[^/;]*)`).exec(emulator.connectionString()) ?? [];
    const refuse = (method: string) => void requests.push(`${method} ${service}`);
    return startProxy({ target, refuse });
  };
  const proxies = await Promise.all([countFor('Blob'), countFor('Table')]);
  const [blob, table] = proxies;
  try {
    const connectionString = emulator
      .connectionString()
      .replace(/BlobEndpoint=http:\/\/[^/;]*/, `BlobEndpoint=${blob.origin}`)
      .replace(/TableEndpoint=http:\/\/[^/;]*/, `TableEndpoint=${table.origin}`);
    const storage = makeStorageClients({ kind: 'connection-string', connectionString }, () => {
      throw new Error('The emulator is reached by connection string');
    });
    const lists = makeSeenLists(
      {
        archive: openAzureArchive({
          records: storage.container(names.containers.records),
          index: storage.table(names.tables.index),
          tenantId: entryTenant,
        }),
        people: makeTablePeopleReader(storage.table(names.tables.people), async () => entryTenant),
        readDaysInTurn: (work) => work(),
      },
      { calls: 'all', raw: false, days: true, accessLog: false },
    );
    const somebody = records[0]?.entry.named.find(({ key }) => key.startsWith('id:'));
    const by = { kind: 'who', hash: hashFindKey(somebody?.key ?? '') } as const;
    for (const query of [
      { by },
      { by, poor: true },
      { by, from: new Date('2026-01-01'), to: new Date('2027-01-01') },
    ]) {
      requests.length = 0;
      const { looked, subject } = await lists.listCalls(query, { limit: 50, signal });
      expect([looked > 0, subject.name, requests]).toEqual([true, somebody?.name, ['GET Table', 'GET Blob']]);
    }
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }
});
