/** What readers pay: round trips for a page of a search and for a record, and a search in a folder beside gunzip. */

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startAzurite } from '../../local/azurite.ts';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { replaceRows } from '../../src/adapters/storage/replace-rows.ts';
import { makeStorageClients, type StorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from '../../src/adapters/storage/table-call-index.ts';
import { names } from '../../src/config/names.ts';
import type { CallQuery } from '../../src/model/call-query.ts';
import type { CallArchive } from '../../src/ports/call-archive.ts';
import { findRecord } from '../../src/reading/find-record.ts';
import { readDocument } from '../../src/reading/read-document.ts';
import { archiveRecord } from '../../test/support/archived-records.ts';
import { findRowsOf, tenantId, userOf, writeCalls } from '../archived-calls.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { runRounds } from '../rounds.ts';
import { median, ratios } from '../statistics.ts';
import { startCountingProxy } from './counting-proxy.ts';

const pageOfCalls = 50;
const report = {
  problem(problem: unknown): never {
    throw new Error(`Reading the archive: ${JSON.stringify(problem)}`);
  },
};

export async function measureReading(bench: Bench): Promise<Measured[]> {
  return [...(await measureRoundTrips(bench)), ...(await measureFolder(bench))];
}

/** Counted on the wire: a new command each time, which knows no more than the tenant (its settings say it). */
async function measureRoundTrips(bench: Bench): Promise<Measured[]> {
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
      const found = await findRecord(archive, callId, undefined, report);
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
  for await (const _ of archive.search(query, report)) {
    found += 1;
    if (found === query.limit) break;
  }
  return found;
}

/** On one core, by CPU time; a tenth of the days in each round, and all of them once. */
async function measureFolder(bench: Bench): Promise<Measured[]> {
  const root = await mkdtemp(join(tmpdir(), 'call-archive-bench-'));
  try {
    const calls = bench.quick ? 2000 : 100_000;
    const { files, userKey } = await writeCalls(root, calls);
    bench.say(`${calls} records are in a folder`);
    const dayOf = (file = '') => /date=([\d-]+)/.exec(file)?.[1] ?? '';
    const lastDay = dayOf(files[calls / 10]);
    const tenth = files.filter((file) => dayOf(file) <= lastDay);
    const to = new Date(Date.parse(lastDay) + 24 * 3600 * 1000);
    const archive = openFolderArchive(root, { threads: 1 });
    const search = (query: CallQuery) =>
      cpuOf(async () => {
        const found = await Array.fromAsync(archive.search(query, report));
        if (found.length === 0) throw new Error('Searching the folder: nobody was found');
      });
    const gunzip = () =>
      cpuOf(async () => {
        for (const file of tenth) gunzipSync(readFileSync(file));
      });
    const costs = await runRounds({ gunzip, search: () => search({ by: userKey, to }) }, roundsOf(bench));
    const overGunzip = ratios(costs.search, costs.gunzip);

    const streamed = await search({ by: userKey });
    bench.say(`searched ${calls} records in ${streamed.toFixed(0)} ms CPU`);
    const startedAt = performance.now();
    await Array.fromAsync(openFolderArchive(root).search({ by: userKey }, report));
    const tookMs = performance.now() - startedAt;
    await indexFolder(root, report);
    bench.say('the local index is there');
    const indexed: number[] = [];
    for (let round = 0; round <= roundsOf(bench); round += 1) indexed.push(await search({ by: userKey }));
    indexed.shift();
    const gain = indexed.map((cost) => streamed / cost);
    return [
      { figure: 'offline-search', value: median(overGunzip), rounds: overGunzip, floor: costs.gunzip },
      { figure: 'offline-seconds', value: tookMs / 1000 },
      { figure: 'offline-index', value: median(gain), rounds: gain },
      { figure: 'offline-index-search', value: median(indexed), rounds: indexed },
    ];
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Milliseconds of CPU time. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function openStorage(connectionString: string): StorageClients {
  return makeStorageClients({ kind: 'connection-string', connectionString }, () => {
    throw new Error('Opening the storage: a connection string needs no identity');
  });
}
