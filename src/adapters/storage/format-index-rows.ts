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
  /** In batches, each for one transaction; made while they are read, each time anew. */
  findRows: Iterable<RowBatch>;
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

/**
 * A large meeting has tens of thousands of find keys: the event loop has its turn in between, and only the keys are held.
 * To hash them twice costs less than to hold what is made of them.
 */
async function formatFindRows(entry: IndexEntry, columns: Columns): Promise<Iterable<RowBatch>> {
  const { tenantId, findKeys, ownStreams } = entry;
  const startAndCall = sortKeyOf(entry);
  const keysByPartition = new Map<string, string[]>();
  for (const [i, key] of findKeys.entries()) {
    if (i % hashesAtOnce === hashesAtOnce - 1) await setImmediate();
    const partitionKey = findPartition(tenantId, hashFindKey(key));
    const keys = keysByPartition.get(partitionKey);
    if (keys) keys.push(key);
    else keysByPartition.set(partitionKey, [key]);
  }
  const formatRow = (key: string) => ({
    rowKey: `${hashFindKey(key)}-${startAndCall}`,
    columns: formatFindColumns(key, ownStreams.get(key)),
  });
  return {
    *[Symbol.iterator]() {
      for (const [partitionKey, keys] of keysByPartition)
        for (let at = 0; at < keys.length; at += maxTransactionRows)
          yield { partitionKey, columns, rows: keys.slice(at, at + maxTransactionRows).map(formatRow) };
    },
  };
}
