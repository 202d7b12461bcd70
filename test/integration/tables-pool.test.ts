/** The threads in which `call-archive tables` works: what fails in one is told as if it had failed here. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeTablesPool } from '../../src/cli/folder-tables/tables-pool.ts';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { entryTenant } from '../support/index-entry.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const day = '2026-11-20';
const record = archiveRecord('pool', { endedAt: new Date(`${day}T10:00:00Z`) });

test('an error of a thread has its code', async () => {
  const [path, into] = [await makeFolder(), await makeFolder()];
  await writeFolder(path, [record]);
  await mkdir(join(into, 'calls'));
  // In place of a folder.
  await writeFile(join(into, 'streams'), '');
  const pool = makeTablesPool({ path, into }, 2);
  try {
    const made = pool.run({ tenantId: entryTenant, day, part: 0 }, 1000);
    await expect(made).rejects.toMatchObject({ code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/) });
  } finally {
    await pool.close();
  }
});
