/** The archive that the readers' pages are measured on: a person with 1,000 calls, a small call, a meeting of 10,000 people. */
import { startAzurite } from '../../local/azurite.ts';
import { replaceRows } from '../../src/adapters/storage/replace-rows.ts';
import { names } from '../../src/config/names.ts';
import type { RecordVersion } from '../../src/model/archive-path.ts';
import { hashFindKey } from '../../src/model/index-rows.ts';
import { archiveRecord, writeStorage } from '../../test/support/archived-records.ts';
import { entryTenant } from '../../test/support/index-entry.ts';
import { findRowsOf, userOf } from '../archived-calls.ts';
import type { Bench } from '../bench.ts';
import { openStorage } from '../ours.ts';
import { planMeeting } from '../workloads.ts';

export interface ReaderArchive {
  azurite: Awaited<ReturnType<typeof startAzurite>>;
  tenantId: string;
  /** Hash of the key of somebody with 100 calls, among many others. */
  person: string;
  /** Two people, one session each. More than the app remembers, so that each page is read anew. */
  smallCalls: readonly [RecordVersion, ...RecordVersion[]];
  meeting: RecordVersion;
}

const endedAt = new Date('2026-11-01T10:00:00Z');

export async function startReaderArchive(bench: Bench): Promise<ReaderArchive> {
  const azurite = await startAzurite();
  const storage = openStorage(azurite.connectionString);
  const { containers, readerContainers, tables } = names;
  for (const name of Object.values({ ...containers, ...readerContainers }))
    await storage.container(name).create();
  for (const name of Object.values(tables)) await storage.table(name).createTable();
  for await (const rows of findRowsOf(bench.quick ? 1000 : 10_000))
    await replaceRows(storage.table(names.tables.index), rows);
  const people = bench.quick ? 1000 : 10_000;
  const [small, ...others] = [
    smallRecord(0),
    ...Array.from({ length: 39 }, (_, i) => smallRecord(i + 1)),
  ] as const;
  const { seed, ...plan } = planMeeting(people);
  const meeting = archiveRecord(seed, { ...plan, endedAt });
  await writeStorage(storage, [small, ...others, meeting]);
  bench.say(`a meeting of ${people} people is archived`);
  return {
    azurite,
    tenantId: entryTenant,
    person: hashFindKey(userOf(3)),
    smallCalls: [small.entry, ...others.map(({ entry }) => entry)],
    meeting: meeting.entry,
  };
}

function smallRecord(n: number) {
  return archiveRecord(`reader small ${n}`, { kind: 'peerToPeer', endedAt });
}
