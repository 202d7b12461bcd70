/** Makes the tables of the one sealed day in a folder by the app's own code, each part for itself. Throws where a file is damaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolderHeldFiles } from '../../../src/adapters/folder/folder-held-files.ts';
import { openParquetTable } from '../../../src/adapters/parquet/parquet-table.ts';
import { listParts } from '../../../src/model/day-parts.ts';
import { sealedDayFiles } from '../../../src/tables/day-files.ts';
import { makeCallTables } from '../../../src/tables/make-part.ts';
import { benchDay, benchTenant, sealedName } from '../write-day.ts';
import type { TablesTask } from './task.ts';

export async function makeTables({ folder, parts }: TablesTask) {
  const files = openFolderHeldFiles(folder);
  const sealed = JSON.parse(readFileSync(join(folder, sealedName), 'utf8'));
  const source = sealedDayFiles({ files, tenantId: benchTenant, day: benchDay }, sealed, 1);
  let records = 0;
  let tableBytes = 0;
  for (const part of listParts(parts === 1 ? 0 : 1)) {
    const problem = (where: string, why: string) => {
      throw new Error(`${where}: ${why}`);
    };
    const made = await makeCallTables(part, { source, files, openTable: openParquetTable, problem });
    records += made.records;
    for (const { name, file } of made.tables)
      if (name !== 'versions') tableBytes += file.reduce((sum, { length }) => sum + length, 0);
  }
  return { records, tableBytes };
}
