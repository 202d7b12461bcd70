/** Puts the planted archive into a storage account. */
import { gzipSync } from 'node:zlib';
import type { StorageClients } from '../../../src/adapters/storage/storage-clients.ts';
import { names } from '../../../src/config/names.ts';
import { reportPath } from '../../../src/model/archive-path.ts';
import { writeStorage } from '../archived-records.ts';
import { entryTenant } from '../index-entry.ts';
import { type PlantedArchive, plantedDay } from './planted-archive.ts';

/** Blobs and rows as the app writes them. */
export async function writePlantedArchive(
  storage: StorageClients,
  { records, reports }: PlantedArchive,
): Promise<void> {
  // Versions of one call that are indexed at once lose what their find rows say of one person alone.
  for (const record of records) await writeStorage(storage, [record]);
  for (const [report, lines] of Object.entries(reports)) {
    const file = gzipSync(lines.map((line) => `${line}\n`).join(''));
    const path = reportPath(entryTenant, report, plantedDay, '20261121T034000Z');
    await storage.container(names.containers.reports).getBlockBlobClient(path).upload(file, file.length);
  }
}
