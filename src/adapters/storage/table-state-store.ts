/** Facts that functions share, as rows of the table `ArchiveState`. */
import { RestError, type TableClient } from '@azure/data-tables';
import type { StateFacts, StateStore } from '../../ports/state-store.ts';

const partitionKey = 'state';

export function makeTableStateStore(table: TableClient): StateStore {
  return {
    async read(name) {
      try {
        const {
          partitionKey: _p,
          rowKey: _r,
          etag: _e,
          timestamp: _t,
          ...columns
        } = await table.getEntity(partitionKey, name);
        const texts = Object.entries(columns).filter(
          (column): column is [string, string] => typeof column[1] === 'string',
        );
        return Object.fromEntries(texts) satisfies StateFacts;
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async write(name, facts) {
      await table.upsertEntity({ partitionKey, rowKey: name, ...facts }, 'Replace');
    },
  };
}
