/** Part of the composition root: makes tables of a downloaded folder, a task at a time. */
import { openFolderHeldFiles } from '../../adapters/folder/folder-held-files.ts';
import { openFolderTables } from '../../adapters/folder/folder-table-store.ts';
import { openParquetTable } from '../../adapters/parquet/parquet-table.ts';
import { runTableTask, type TableTask } from '../../tables/table-task.ts';
import type { FolderTables, TableMade } from '../archive/archives.ts';

export function makeTaskRunner({ path, into }: FolderTables): (task: TableTask) => Promise<TableMade> {
  const tools = {
    files: openFolderHeldFiles(path),
    store: openFolderTables(into),
    openTable: openParquetTable,
  };
  return async (task) => {
    const problems: TableMade['problems'] = [];
    const problem = (where: string, why: string) => void problems.push({ where, why });
    return { ...(await runTableTask(task, { ...tools, problem })), problems };
  };
}
