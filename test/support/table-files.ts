/** The tables of documents, as files in a folder that DuckDB can read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openParquetTable } from '../../src/adapters/parquet/parquet-table.ts';
import { recordPath } from '../../src/model/archive-path.ts';
import { tablePath } from '../../src/model/day-parts.ts';
import { listedDayFiles } from '../../src/tables/day-files.ts';
import { type MadeTable, makeCallTables } from '../../src/tables/make-part.ts';
import { entryTenant } from './index-entry.ts';
import { makeMemoryHolding } from './memory-proof.ts';

export interface TableProblem {
  where: string;
  why: string;
}

/** The tables of calls of one day, in one part. */
export async function makeDayTables(
  day: string,
  documents: Iterable<{ id: string; version: string; document: Buffer }>,
): Promise<{ tables: MadeTable[]; problems: TableProblem[] }> {
  const files = makeMemoryHolding();
  for (const { id, version, document } of documents) {
    const path = recordPath({ tenantId: entryTenant, callId: id, version, callDay: day });
    files.put('call-records', path, gzipSync(document, { level: 1 }), { reason: 'notification' });
  }
  const problems: TableProblem[] = [];
  const { tables } = await makeCallTables(0, {
    source: await listedDayFiles({ files, tenantId: entryTenant, day }),
    files,
    openTable: openParquetTable,
    problem: (where, why) => void problems.push({ where, why }),
  });
  return { tables, problems };
}

/** Gives the root, for the variable `call_tables` of the views. */
export async function writeTables(root: string, day: string, tables: readonly MadeTable[]): Promise<string> {
  for (const { name, file } of tables) {
    const path = join(root, tablePath(name, day, 0));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.concat(file));
  }
  return root;
}
