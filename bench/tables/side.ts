/** One side: makes the tables of the one day in a folder, as one part, and says what that cost. `idle`: loads, and makes none. */
import { openFolderHeldFiles } from '../../src/adapters/folder/folder-held-files.ts';
import { openParquetTable } from '../../src/adapters/parquet/parquet-table.ts';
import { listedDayFiles } from '../../src/tables/day-files.ts';
import { makeCallTables } from '../../src/tables/make-part.ts';
import type { SideFigures } from './run-side.ts';
import { benchDay, benchTenant } from './write-day.ts';

const [path = '', what] = process.argv.slice(2);
const files = openFolderHeldFiles(path);
const source = await listedDayFiles({ files, tenantId: benchTenant, day: benchDay });
let packedBytes = 0;
for await (const { sizeBytes } of files.list('call-records', 'records/')) packedBytes += sizeBytes;
const before = process.cpuUsage();
let callTableBytes = 0;
if (what === 'make') {
  const problem = (where: string, why: string) => {
    throw new Error(`${where}: ${why}`);
  };
  const { tables } = await makeCallTables(0, { source, files, openTable: openParquetTable, problem });
  for (const { name, file } of tables)
    if (name !== 'versions') callTableBytes += file.reduce((sum, { length }) => sum + length, 0);
}
const { user, system } = process.cpuUsage(before);
const figures: SideFigures = {
  cpuMs: (user + system) / 1000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  callTableBytes,
  packedBytes,
};
process.stdout.write(JSON.stringify(figures));
