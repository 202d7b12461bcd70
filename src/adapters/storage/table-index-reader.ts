/** The rows of the table `CallIndex` as they are, for those who check them. */
import { odata, RestError, type TableClient } from '@azure/data-tables';
import { formatVersion, recordPath } from '../../model/archive-path.ts';
import type { CallRow } from '../../model/call-row.ts';
import {
  dayPartition,
  idPartition,
  locateFindKey,
  parseCallColumns,
  sortKeyOf,
} from '../../model/index-rows.ts';
import type { IndexReader } from '../../ports/index-reader.ts';
import { limitTime } from './time-limit.ts';

type Columns = Record<string, unknown>;

/** Storage's own errors pass through. */
export function makeTableIndexReader(table: TableClient, tenantId: string): IndexReader {
  async function find(partitionKey: string, rowKey: string): Promise<CallRow | undefined> {
    try {
      return parseCallColumns(await table.getEntity<Columns>(partitionKey, rowKey, limitTime()), {
        tenantId,
      });
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  return {
    async *listDayRows({ first = '0000-01-01', last = '9999-12-31' }) {
      const [from, to] = [dayPartition(tenantId, first), dayPartition(tenantId, last)];
      const filter = odata`PartitionKey ge ${from} and PartitionKey le ${to}`;
      for await (const entity of table.listEntities<Columns>({ queryOptions: { filter } })) {
        const callDay = String(entity.partitionKey).slice(dayPartition(tenantId, '').length);
        const [callId = '', digits = ''] = String(entity.rowKey).split('.v');
        const version = digits.replace(/^0+/, '');
        yield {
          blob: recordPath({ tenantId, callDay, callId, version }),
          row: parseCallColumns(entity, { tenantId }),
        };
      }
    },
    findIdRow: (callId, version) => find(idPartition(tenantId, callId), formatVersion(version)),
    findByKey(key, call) {
      const { partitionKey, prefix } = locateFindKey(tenantId, key);
      return find(partitionKey, `${prefix}${sortKeyOf(call)}`);
    },
  };
}
