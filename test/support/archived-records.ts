/** Records as an archive holds them: seeded documents in gzip files, with their rows, in a folder or in a storage account. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pLimit from 'p-limit';
import { type MakeRecordOptions, makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { expectedDocument } from '../../local/graph-simulator/records/expected-document.ts';
import type { StorageClients } from '../../src/adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from '../../src/adapters/storage/table-call-index.ts';
import { makeTablePeople } from '../../src/adapters/storage/table-people.ts';
import { names } from '../../src/config/names.ts';
import { makeRecordSummarizer } from '../../src/facts/summarize-record.ts';
import { type RecordVersion, recordPath } from '../../src/model/archive-path.ts';
import type { IndexEntry } from '../../src/model/call-row.ts';
import { makeIndexEntry } from '../../src/model/index-entry.ts';
import { makePerson } from '../../src/model/person.ts';
import { entryTenant } from './index-entry.ts';

export interface ArchivedRecord {
  blob: string;
  document: Buffer;
  file: Buffer;
  entry: IndexEntry;
}

const writtenAtOnce = 8;

const keptBeside = { fetchedAt: '2026-11-21T09:00:00.000Z', reason: 'notification' };

/** As the simulator of Graph makes it. */
export function archiveRecord(seed: string, options: MakeRecordOptions & { endedAt: Date }): ArchivedRecord {
  return archiveDocument(expectedDocument(makeRecord(seed, options)));
}

export function archiveDocument(document: Buffer): ArchivedRecord {
  const summarizer = makeRecordSummarizer();
  summarizer.push(document);
  const summary = summarizer.end();
  const { callId, version, startedAt } = summary.head;
  const callDay = new Date(startedAt).toISOString().slice(0, 10);
  const record: RecordVersion = { tenantId: entryTenant, callId, version, callDay };
  const entry = makeIndexEntry(record, summary, keptBeside);
  return { blob: recordPath(record), document, file: gzipSync(document), entry };
}

/** Writes the files as a download of the container would. */
export async function writeFolder(root: string, records: readonly ArchivedRecord[]): Promise<void> {
  for (const { blob, file } of records) {
    await mkdir(dirname(join(root, blob)), { recursive: true });
    await writeFile(join(root, blob), file);
  }
}

/** Writes blobs and rows as the app does. */
export async function writeStorage(
  storage: StorageClients,
  records: readonly ArchivedRecord[],
): Promise<void> {
  const index = makeTableCallIndex(storage.table(names.tables.index));
  const people = makeTablePeople(storage.table(names.tables.people), () => new Date('2026-12-31'));
  const limit = pLimit(writtenAtOnce);
  const write = async ({ blob, file, entry }: ArchivedRecord) => {
    const metadata = { sha256: entry.sha256, fetched_at: entry.fetchedAt, reason: entry.reason };
    const blobHTTPHeaders = { blobContentMD5: createHash('md5').update(file).digest() };
    await storage
      .container(names.containers.records)
      .getBlockBlobClient(blob)
      .upload(file, file.length, { metadata, blobHTTPHeaders });
    await index.put(entry);
    await people.put(
      entry.tenantId,
      entry.named.map((person) => makePerson(person, entry.tenantId, entry.callDay)),
    );
  };
  await Promise.all(records.map((record) => limit(write, record)));
}
