/** Makes the rows of the table `CallIndex` from an entry; their keys and columns are in model/index-rows.ts. */
import { setImmediate } from 'node:timers/promises';
import { formatVersion } from '../../model/archive-path.ts';
import type { IndexEntry } from '../../model/call-row.ts';
import {
  type Columns,
  dayPartition,
  findPartition,
  formatCallColumns,
  formatFindColumns,
  hashFindKey,
  type IndexRow,
  idPartition,
  maxTransactionRows,
  type RowBatch,
  sortKeyOf,
} from '../../model/index-rows.ts';

export interface IndexRows {
  idRow: IndexRow;
  dayRow: IndexRow;
  /** In batches, each for one transaction. */
  findRows: RowBatch[];
}

/** At most this many keys are hashed before the event loop has its turn. */
const hashesAtOnce = 2000;

/** Every row of an entry. */
export async function formatIndexRows(entry: IndexEntry): Promise<IndexRows> {
  const { tenantId, callId, callDay } = entry;
  const version = formatVersion(entry.version);
  const columns = formatCallColumns(entry);
  return {
    idRow: { ...columns, partitionKey: idPartition(tenantId, callId), rowKey: version },
    dayRow: { ...columns, partitionKey: dayPartition(tenantId, callDay), rowKey: `${callId}.${version}` },
    findRows: await formatFindRows(entry, columns),
  };
}

/** A large meeting has tens of thousands of find keys, so the event loop has its turn in between. */
async function formatFindRows(entry: IndexEntry, columns: Columns): Promise<RowBatch[]> {
  const { tenantId, findKeys, ownStreams } = entry;
  const startAndCall = sortKeyOf(entry);
  const batches: RowBatch[] = [];
  /** By partition, the batch that still has room. */
  const open = new Map<string, RowBatch>();
  for (const [i, key] of findKeys.entries()) {
    if (i % hashesAtOnce === hashesAtOnce - 1) await setImmediate();
    const keyHash = hashFindKey(key);
    const partitionKey = findPartition(tenantId, keyHash);
    let batch = open.get(partitionKey);
    if (!batch || batch.rows.length === maxTransactionRows) {
      batch = { partitionKey, columns, rows: [] };
      open.set(partitionKey, batch);
      batches.push(batch);
    }
    const own = formatFindColumns(key, ownStreams.get(key));
    batch.rows.push({ rowKey: `${keyHash}-${startAndCall}`, columns: own });
  }
  return batches;
}
