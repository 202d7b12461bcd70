/** The index as rows of the table `CallIndex` (keys: design §3). */
import { odata, type TableClient } from '@azure/data-tables';
import { formatVersion } from '../../model/archive-path.ts';
import type { CallIndex, IndexEntry } from '../../ports/call-index.ts';
import { limitTime } from './time-limit.ts';

export function makeTableCallIndex(table: TableClient): CallIndex {
  return {
    async put(entry) {
      const { tenantId, callId, callDay } = entry;
      const version = formatVersion(entry.version);
      const columns = formatColumns(entry);
      await table.upsertEntity(
        { partitionKey: `c-${tenantId}-${callId}`, rowKey: version, ...columns },
        'Replace',
        limitTime(),
      );
      await table.upsertEntity(
        { partitionKey: `d-${tenantId}-${callDay}`, rowKey: `${callId}.${version}`, ...columns },
        'Replace',
        limitTime(),
      );
    },
    async *listDay(tenantId, callDay) {
      const filter = odata`PartitionKey eq ${`d-${tenantId}-${callDay}`}`;
      for await (const { rowKey = '' } of table.listEntities({
        queryOptions: { filter, select: ['rowKey'] },
      })) {
        const [callId = '', version = ''] = rowKey.split('.v');
        yield { callId, version: version.replace(/^0+/, '') };
      }
    },
  };
}

function formatColumns(entry: IndexEntry) {
  return {
    call_id: entry.callId,
    version: entry.version,
    blob: entry.blob,
    started_at: entry.startedAt,
    ...(entry.endedAt && { ended_at: entry.endedAt }),
    ...(entry.type && { type: entry.type }),
    modalities: entry.modalities.join(','),
    sessions: entry.sessions,
    participants: entry.participants,
    bytes: BigInt(entry.sizeBytes),
    sha256: entry.sha256,
    fetched_at: entry.fetchedAt,
    reason: entry.reason,
  };
}
