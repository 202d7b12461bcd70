/** What is known of sealed days, as rows of the table `CallIndex`. */
import { odata, RestError, type TableClient } from '@azure/data-tables';
import { maxTransactionRows } from '../../model/index-rows.ts';
import {
  type ChainHead,
  formatChainHead,
  formatSealedDay,
  headPartition,
  headRowKey,
  parseChainHead,
  parseSealedDay,
  type SealedDayRow,
  sealedPartition,
} from '../../model/sealed-day-row.ts';
import type { SealedDays } from '../../ports/sealed-days.ts';
import { replaceRows } from './replace-rows.ts';
import { limitSteps, limitTime } from './time-limit.ts';

export function makeTableSealedDays(table: TableClient, tenantId: string): SealedDays {
  const headKeys = { partitionKey: headPartition(tenantId), rowKey: headRowKey };

  return {
    async read() {
      let head: ChainHead | undefined;
      const days = new Map<string, SealedDayRow>();
      const last = sealedPartition(tenantId, '9999');
      const filter = odata`PartitionKey ge ${headKeys.partitionKey} and PartitionKey le ${last}`;
      const rows = table.listEntities<Record<string, unknown>>({ queryOptions: { filter } });
      for await (const row of limitSteps(rows)) {
        if (row.partitionKey === headKeys.partitionKey) head = parseChainHead(row);
        else {
          const day = parseSealedDay(row.rowKey ?? '', row);
          if (day) days.set(day.day, day);
        }
      }
      return { head, days };
    },
    async find(day) {
      const keys = [sealedPartition(tenantId, day.slice(0, 4)), day] as const;
      try {
        return parseSealedDay(day, await table.getEntity<Record<string, unknown>>(...keys, limitTime()));
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async put(rows, head) {
      for (const [year, ofYear] of Map.groupBy(rows, ({ day }) => day.slice(0, 4))) {
        for (let at = 0; at < ofYear.length; at += maxTransactionRows)
          await replaceRows(table, {
            partitionKey: sealedPartition(tenantId, year),
            columns: {},
            rows: ofYear
              .slice(at, at + maxTransactionRows)
              .map((row) => ({ rowKey: row.day, columns: formatSealedDay(row) })),
          });
      }
      await table.upsertEntity({ ...formatChainHead(head), ...headKeys }, 'Replace', limitTime());
    },
  };
}
