/** What functions know of one another, as rows of the table `ArchiveState`. */
import { odata, RestError, type TableClient } from '@azure/data-tables';
import type { StateStore } from '../../ports/state-store.ts';
import { limitSteps, limitTime } from './time-limit.ts';

const partitionKey = 'state';

export function makeTableStateStore(table: TableClient): StateStore {
  return {
    async read(name) {
      try {
        const row = await table.getEntity(partitionKey, name, limitTime());
        return Object.fromEntries(Object.entries(row).filter(isOwnColumn));
      } catch (error) {
        if (isAbsentRow(error)) return undefined;
        throw error;
      }
    },
    async *list(prefix) {
      // Row keys are ASCII: the tilde comes after all that a name has.
      const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${prefix} and RowKey lt ${`${prefix}~`}`;
      for await (const row of limitSteps(table.listEntities({ queryOptions: { filter } })))
        yield { name: row.rowKey ?? '', row: Object.fromEntries(Object.entries(row).filter(isOwnColumn)) };
    },
    async write(name, row) {
      await table.upsertEntity({ partitionKey, rowKey: name, ...row }, 'Replace', limitTime());
    },
  };
}

/** A missing table is answered with 404 too: then nobody knows the row. */
function isAbsentRow(error: unknown): boolean {
  if (!(error instanceof RestError) || error.statusCode !== 404) return false;
  const details = error.details as { odataError?: { code?: string } } | undefined;
  return details?.odataError?.code !== 'TableNotFound';
}

/** The service adds members of its own to a row. */
function isOwnColumn(column: [name: string, value: unknown]): column is [string, string] {
  const [name, value] = column;
  const isOfService =
    ['partitionKey', 'rowKey', 'etag', 'timestamp'].includes(name) || name.startsWith('odata.');
  return typeof value === 'string' && !isOfService;
}
