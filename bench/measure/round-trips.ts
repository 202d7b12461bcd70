/** What readers pay in round trips to storage, for a page of a search and for a record. */
import { startAzurite } from '../../local/azurite.ts';
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { replaceRows } from '../../src/adapters/storage/replace-rows.ts';
import { makeTableCallIndex } from '../../src/adapters/storage/table-call-index.ts';
import { names } from '../../src/config/names.ts';
import type { CallQuery } from '../../src/model/call-query.ts';
import type { CallArchive } from '../../src/ports/call-archive.ts';
import { findRecord } from '../../src/reading/find-record.ts';
import { readDocument } from '../../src/reading/read-document.ts';
import { archiveRecord } from '../../test/support/archived-records.ts';
import { findRowsOf, noProblems, tenantId, userOf } from '../archived-calls.ts';
import type { Bench } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { openStorage } from '../ours.ts';
import { startCountingProxy } from './counting-proxy.ts';

const pageOfCalls = 50;

/** Counted on the wire: a new command each time, which knows no more than the tenant (its settings say it). */
export async function measureRoundTrips(bench: Bench): Promise<Measured[]> {
  const azurite = await startAzurite();
  const proxy = await startCountingProxy(azurite);
  try {
    const direct = openStorage(azurite.connectionString);
    await direct.container(names.containers.records).create();
    const table = direct.table(names.tables.index);
    await table.createTable();
    const calls = bench.quick ? 1000 : 100_000;
    for await (const rows of findRowsOf(calls)) await replaceRows(table, rows);
    bench.say(`${calls} calls are in the index`);
    const callId = '0a1b2c3d-0000-4000-8000-00000000000f';
    const { blob, file, entry } = archiveRecord('get', {
      id: callId,
      endedAt: new Date('2026-11-01T10:00:00Z'),
    });
    await direct.container(names.containers.records).getBlockBlobClient(blob).upload(file, file.length);
    await makeTableCallIndex(table).put(entry);

    const counted = openStorage(proxy.connectionString);
    const open = () =>
      openAzureArchive({
        records: counted.container(names.containers.records),
        index: counted.table(names.tables.index),
        tenantId,
      });
    const count = async (work: (archive: CallArchive) => Promise<number>, wanted: number) => {
      proxy.counts.clear();
      const found = await work(open());
      if (found !== wanted) throw new Error(`Reading the archive: found ${found}, not ${wanted}`);
      return [...proxy.counts.values()].reduce((sum, requests) => sum + requests, 0);
    };
    const search = await count(
      (archive) => takePage(archive, { by: userOf(3), limit: pageOfCalls }),
      pageOfCalls,
    );
    const get = await count(async (archive) => {
      const found = await findRecord(archive, callId, undefined, noProblems);
      if (found.outcome !== 'found') return 0;
      return (await Array.fromAsync(readDocument(archive, found.row))).length > 0 ? 1 : 0;
    }, 1);
    return [
      { figure: 'search-round-trips', value: search },
      { figure: 'get-round-trips', value: get },
    ];
  } finally {
    proxy.close();
    await azurite.close();
  }
}

async function takePage(archive: CallArchive, query: CallQuery): Promise<number> {
  let found = 0;
  for await (const _ of archive.search(query, noProblems)) {
    found += 1;
    if (found === query.limit) break;
  }
  return found;
}
