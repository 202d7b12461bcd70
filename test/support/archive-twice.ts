/** The same archive on a storage account and in a downloaded folder, and the command run on either; for the file that calls this. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll } from '@jest/globals';
import { names } from '../../src/config/names.ts';
import { reportPath } from '../../src/model/archive-path.ts';
import { type ArchivedRecord, writeFolder, writeStorage } from './archived-records.ts';
import { runCommand } from './cli-run.ts';
import { useEmulator } from './contract-storage.ts';
import { useFolders } from './temporary-folder.ts';

export function useArchiveTwice(records: readonly ArchivedRecord[]) {
  const { clients, connectionString } = useEmulator();
  const makeFolder = useFolders();
  let folder = '';
  beforeAll(async () => {
    await writeStorage(clients(), records);
    folder = await makeFolder();
    await writeFolder(folder, records);
  });

  return {
    storage: clients,
    connectionString,
    makeFolder,
    online: (...args: string[]) => runCommand(args, { env: { ArchiveStorage: connectionString() } }),
    offline: (...args: string[]) => runCommand([...args, '--path', folder]),
    /** Writes a file of the proof in both. */
    async putProof(path: string, bytes: Uint8Array): Promise<void> {
      const { proof } = names.containers;
      await clients().container(proof).getBlockBlobClient(path).upload(bytes, bytes.length);
      await mkdir(dirname(join(folder, proof, path)), { recursive: true });
      await writeFile(join(folder, proof, path), bytes);
    },
    /** Archives a run of a report in both. */
    async putReport(tenantId: string, report: string, day: string, lines: readonly string[]): Promise<void> {
      const path = reportPath(tenantId, report, day, '20261122T034000Z');
      const file = gzipSync(lines.map((line) => `${line}\n`).join(''));
      await clients().container(names.containers.reports).getBlockBlobClient(path).upload(file, file.length);
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), file);
    },
  };
}
