/** The index as rows of the table `CallIndex`; what the rows are is in model/index-rows.ts. */
import { odata, RestError, type TableClient } from '@azure/data-tables';
import { workAtOnce } from '../../concurrency/work-at-once.ts';
import { formatVersion } from '../../model/archive-path.ts';
import type { IndexEntry } from '../../model/call-row.ts';
import { dayPartition, type IndexRow, idPartition, type RowBatch } from '../../model/index-rows.ts';
import type { CallIndex } from '../../ports/call-index.ts';
import { formatIndexRows } from './format-index-rows.ts';
import { replaceRows } from './replace-rows.ts';
import { limitSteps, limitTime } from './time-limit.ts';

/** Transactions at the same time; what is under way is in memory. */
const transactionsAtOnce = 4;
/** With more keys, one goes after the other: it takes seconds, and Graph took minutes to give the record. */
const manyKeys = 1000;

type LaterRow = IndexRow & { version: string };

export function makeTableCallIndex(table: TableClient): CallIndex {
  const replace = async (row: IndexRow) => void (await table.upsertEntity(row, 'Replace', limitTime()));

  return {
    async put(entry) {
      const { idRow, findRows, dayRow } = await formatIndexRows(entry);
      await replace(idRow);
      // Find rows have no version in their keys: an older one that comes late must not take the place of a newer one.
      const write = (await findLater(table, entry, entry.version)) ? createMissing : replaceAll;
      await writeAll(entry, findRows, (batch) => write(table, batch));
      if (write === replaceAll) await giveWay(table, entry, findRows);
      await replace(dayRow);
    },
    has: ({ tenantId, callId, version, callDay }) =>
      exists(table, dayPartition(tenantId, callDay), `${callId}.${formatVersion(version)}`),
    async findReadSince(tenantId, callId, since) {
      const filter = odata`PartitionKey eq ${idPartition(tenantId, callId)} and fetched_at gt ${since.toISOString()}`;
      const select = ['rowKey', 'started_at'];
      const rows = table.listEntities<{ started_at: string }>({ queryOptions: { filter, select } });
      for await (const { rowKey, started_at: startedAt } of limitSteps(rows)) {
        const day = startedAt.slice(0, 10);
        if (await exists(table, dayPartition(tenantId, day), `${callId}.${rowKey}`)) return day;
      }
      return undefined;
    },
    async *listDay(tenantId, callDay) {
      const filter = odata`PartitionKey eq ${dayPartition(tenantId, callDay)}`;
      const rows = table.listEntities({ queryOptions: { filter, select: ['rowKey'] } });
      for await (const { rowKey = '' } of limitSteps(rows)) {
        const [callId = '', version = ''] = rowKey.split('.v');
        yield { callId, version: version.replace(/^0+/, '') };
      }
    },
  };
}

async function exists(table: TableClient, partitionKey: string, rowKey: string): Promise<boolean> {
  try {
    await table.getEntity(partitionKey, rowKey, { ...limitTime(), queryOptions: { select: ['rowKey'] } });
    return true;
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return false;
    throw error;
  }
}

/**
 * A later version may have come while the find rows of this one were written, and its own been replaced by them: then
 * they say what the later one says.
 */
async function giveWay(table: TableClient, entry: IndexEntry, batches: Iterable<RowBatch>): Promise<void> {
  for (let { version } = entry; ; ) {
    const later = await findLater(table, entry, version);
    if (!later) return;
    const { partitionKey: _, rowKey: __, ...columns } = later;
    await writeAll(entry, batches, (batch) =>
      replaceAll(table, { ...batch, columns, rows: batch.rows.map(withoutOwn) }),
    );
    version = later.version;
  }
}

/** What the later version says of the streams of this person is in its find row only, which is gone. */
function withoutOwn({ rowKey, columns }: RowBatch['rows'][number]): RowBatch['rows'][number] {
  return { rowKey, columns: { key: columns['key'] ?? '' } };
}

async function writeAll(
  { findKeys }: IndexEntry,
  batches: Iterable<RowBatch>,
  write: (batch: RowBatch) => Promise<void>,
): Promise<void> {
  await workAtOnce(batches, findKeys.length > manyKeys ? 1 : transactionsAtOnce, write);
}

/** The id row of the newest version that is later than this one. One with another start has find rows of its own. */
async function findLater(
  table: TableClient,
  { tenantId, callId, startedAt }: IndexEntry,
  version: string,
): Promise<LaterRow | undefined> {
  const filter = odata`PartitionKey eq ${idPartition(tenantId, callId)} and started_at eq ${startedAt}`;
  let newest: LaterRow | undefined;
  for await (const { etag: _, timestamp: __, ...row } of limitSteps(
    table.listEntities<LaterRow>({ queryOptions: { filter } }),
  )) {
    if (BigInt(row.version) > BigInt(newest?.version ?? version)) newest = row;
  }
  return newest;
}

async function replaceAll(table: TableClient, batch: RowBatch): Promise<void> {
  const [only, ...others] = batch.rows;
  if (only && others.length === 0)
    await table.upsertEntity(formatEntity(batch, only), 'Replace', limitTime());
  else await replaceRows(table, batch);
}

async function createMissing(table: TableClient, batch: RowBatch): Promise<void> {
  for (const row of batch.rows) {
    try {
      await table.createEntity(formatEntity(batch, row), limitTime());
    } catch (error) {
      if (!(error instanceof RestError && error.statusCode === 409)) throw error;
    }
  }
}

function formatEntity({ partitionKey, columns }: RowBatch, row: RowBatch['rows'][number]): IndexRow {
  return { ...columns, ...row.columns, partitionKey, rowKey: row.rowKey };
}
