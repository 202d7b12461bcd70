/** Makes the tables of the one day in a folder by the app's own code, each part for itself. Throws where a file is damaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolderHeldFiles } from '../../../src/adapters/folder/folder-held-files.ts';
import { openParquetTable } from '../../../src/adapters/parquet/parquet-table.ts';
import { listParts } from '../../../src/model/day-parts.ts';
import { type DayFiles, listedDayFiles } from '../../../src/tables/day-files.ts';
import { makeCallTables } from '../../../src/tables/make-part.ts';
import { benchDay, benchTenant, hashesName } from '../write-day.ts';
import type { TablesTask } from './task.ts';

export async function makeTables({ folder, parts }: TablesTask) {
  const files = openFolderHeldFiles(folder);
  const source = await openDay(folder);
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

/** With the hashes that a manifest has of each file: they are checked where tables are made of a sealed day. */
async function openDay(folder: string): Promise<DayFiles> {
  const place = { files: openFolderHeldFiles(folder), tenantId: benchTenant, day: benchDay };
  const listed = await listedDayFiles(place);
  const hashes: Record<string, string> = JSON.parse(readFileSync(join(folder, hashesName), 'utf8'));
  return {
    ...listed,
    async *records(prefix) {
      for await (const record of listed.records(prefix)) yield { ...record, sha256: hashes[record.path] };
    },
  };
}
