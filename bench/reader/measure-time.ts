/** How long a call page takes the server, beside finding, reading and unpacking the same record. */
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { names } from '../../src/config/names.ts';
import { findRecord } from '../../src/reading/find-record.ts';
import { readDocument } from '../../src/reading/read-document.ts';
import { servePages } from '../../test/support/served-pages.ts';
import { noProblems } from '../archived-calls.ts';
import { type Bench, roundsOf } from '../bench.ts';
import type { Measured } from '../figures.ts';
import { openStorage } from '../ours.ts';
import { timeRounds } from '../rounds.ts';
import { median, ratios } from '../statistics.ts';
import { getPage } from './get-page.ts';
import type { ReaderArchive } from './reader-archive.ts';

const pagesPerRound = 40;

export async function measureTime(bench: Bench, archive: ReaderArchive): Promise<Measured[]> {
  const { azurite, tenantId, smallCalls } = archive;
  let turn = 0;
  /** The next call, for either side. */
  const next = () => smallCalls[turn++ % smallCalls.length] ?? smallCalls[0];
  const storage = openStorage(azurite.connectionString);
  const held = openAzureArchive({
    records: storage.container(names.containers.records),
    index: storage.table(names.tables.index),
    tenantId,
  });
  const served = servePages(azurite.connectionString, { tenantId, noteLook: async () => undefined });
  const took = await timeRounds(
    {
      async read() {
        const found = await findRecord(held, next().callId, undefined, noProblems);
        if (found.outcome !== 'found') throw new Error(`Reading the small call: ${found.outcome}`);
        await Array.fromAsync(readDocument(held, found.row));
      },
      page: () => getPage(served, `/calls/${next().callId}`),
    },
    roundsOf(bench),
    pagesPerRound,
  );
  const overRead = ratios(took.page, took.read);
  return [
    { figure: 'reader-call-time', value: median(overRead), rounds: overRead, floor: took.read },
    { figure: 'reader-call-page', value: median(took.page), rounds: took.page },
  ];
}
