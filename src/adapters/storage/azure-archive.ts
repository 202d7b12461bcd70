/** The archive in a storage account, for reading: calls are found in the table, records are blobs. */
import { Readable } from 'node:stream';
import { odata, type TableClient } from '@azure/data-tables';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import { IntegrityError } from '../../errors.ts';
import { parseRecordPath } from '../../model/archive-path.ts';
import { type CallQuery, daysOfQuery, matchesQuery, newestFirst } from '../../model/call-query.ts';
import type { CallRow } from '../../model/call-row.ts';
import { keptBeside } from '../../model/index-entry.ts';
import {
  dayPartition,
  type FindBy,
  idPartition,
  invertTime,
  locateFindKey,
  parseCallColumns,
} from '../../model/index-rows.ts';
import type { CallArchive, ReadingListener } from '../../ports/call-archive.ts';
import { findTenant, listDays, root } from './archived-days.ts';

export interface AzureArchiveTools {
  records: ContainerClient;
  index: TableClient;
  /** Absent: the one tenant whose records are there. */
  tenantId?: string;
}

/** The table gives at most this many rows per answer. */
const maxRows = 1000;

/** Sends no request yet. Storage's own errors pass through. */
export function openAzureArchive({ records, index, tenantId }: AzureArchiveTools): CallArchive {
  let found: Promise<string> | undefined;
  const tenant = () => {
    found ??= tenantId ? Promise.resolve(tenantId) : findTenant(records);
    return found;
  };

  async function* listRows(
    filter: string,
    rowsAtOnce: number,
    report: ReadingListener,
  ): AsyncGenerator<CallRow> {
    const owner = await tenant();
    const pages = index
      .listEntities<Record<string, unknown>>({
        queryOptions: { filter },
        ...(report.signal && { abortSignal: report.signal }),
      })
      .byPage({ maxPageSize: rowsAtOnce });
    for await (const page of pages) {
      for (const entity of page) {
        const row = parseCallColumns(entity, { tenantId: owner });
        if (row) yield row;
        else report.problem(strangeRow(entity));
      }
    }
  }

  async function* searchKey(by: FindBy, query: CallQuery, report: ReadingListener): AsyncGenerator<CallRow> {
    const { partitionKey, prefix } = locateFindKey(await tenant(), by);
    const { from, to, after = '', limit = maxRows } = query;
    const first = [to ? invertTime(to.getTime() - 1) : '', after].sort().at(-1);
    const last = from ? invertTime(from.getTime()) : '9'.repeat(15);
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${prefix + first} and RowKey lt ${`${prefix + last}.`}`;
    /** Of a call whose start moved between versions there are two rows. */
    let seen = new Map<string, string>();
    let day = '';
    for await (const row of listRows(filter, Math.min(Math.max(limit, 1), maxRows), report)) {
      if (row.callDay !== day) seen = new Map();
      day = row.callDay;
      const known = seen.get(row.callId);
      seen.set(row.callId, row.version);
      if (known === undefined && matchesQuery(row, query)) yield row;
    }
  }

  async function* searchDays(query: CallQuery, report: ReadingListener): AsyncGenerator<CallRow> {
    const owner = await tenant();
    const days = await Array.fromAsync(listDays(records, owner, daysOfQuery(query), report.signal));
    for (const [done, day] of days.reverse().entries()) {
      const filter = odata`PartitionKey eq ${dayPartition(owner, day)}`;
      const rows = await Array.fromAsync(listRows(filter, maxRows, report));
      for (const row of newestFirst(rows)) if (matchesQuery(row, query)) yield row;
      report.progress?.({ done: done + 1, total: days.length, what: 'days' });
    }
  }

  return {
    search: (query, report) =>
      query.by === undefined ? searchDays(query, report) : searchKey(query.by, query, report),
    async listVersions(callId, report) {
      const filter = odata`PartitionKey eq ${idPartition(await tenant(), callId)}`;
      const rows = await Array.fromAsync(listRows(filter, maxRows, report));
      return rows.sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? -1 : 1));
    },
    async *listFiles(days, report) {
      const owner = await tenant();
      for await (const day of listDays(records, owner, days, report.signal)) {
        const prefix = `${root}tenant=${owner}/date=${day}/`;
        for await (const blob of records.listBlobsFlat({ prefix, includeMetadata: true })) {
          const { name, properties, metadata } = blob;
          const record = parseRecordPath(name);
          if (record)
            yield {
              blob: name,
              record,
              fileBytes: properties.contentLength ?? 0,
              metadata: keptBeside(metadata),
            };
          else report.problem({ kind: 'foreign', where: name, why: 'It is not named like a record' });
        }
      }
    },
    async open(blob) {
      if (!parseRecordPath(blob)) throw new IntegrityError(`Opening ${blob}: it is not the name of a record`);
      try {
        const { readableStreamBody, metadata } = await records.getBlobClient(blob).download();
        return {
          bytes: readableStreamBody ? Readable.from(readableStreamBody) : Readable.from([]),
          metadata: keptBeside(metadata),
        };
      } catch (error) {
        if (error instanceof RestError && error.code === 'BlobNotFound') return undefined;
        throw error;
      }
    },
  };
}

function strangeRow({ partitionKey, rowKey }: Record<string, unknown>) {
  return {
    kind: 'disagrees' as const,
    where: `CallIndex ${partitionKey} ${rowKey}`,
    why: 'The row lacks columns, or names a file that is not its call’s; call-archive reindex rebuilds it',
  };
}
