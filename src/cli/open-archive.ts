/** Part of the composition root: the archive behind its port, with the libraries that it takes loaded only now. */
import type { TokenCredential } from '@azure/identity';
import { names } from '../config/names.ts';
import { isLoopback } from '../model/loopback.ts';
import type { CallArchive } from '../ports/call-archive.ts';
import type { ArchiveSource, StorageSource } from './archive-source.ts';

export async function openArchive(source: ArchiveSource): Promise<CallArchive> {
  if (source.kind === 'folder') {
    const { openFolderArchive } = await import('../adapters/folder/folder-archive.ts');
    return openFolderArchive(source.path);
  }
  const { openAzureArchive } = await import('../adapters/storage/azure-archive.ts');
  const { tenantId, storage } = source;
  return openAzureArchive({ ...(await openStorage(storage)), ...(tenantId !== undefined && { tenantId }) });
}

async function openStorage(storage: StorageSource) {
  const [{ ContainerClient }, { TableClient }] = await Promise.all([
    import('@azure/storage-blob'),
    import('@azure/data-tables'),
  ]);
  const container = names.containers.records;
  if (storage.kind === 'connection-string') {
    const records = new ContainerClient(storage.connectionString, container);
    const index = TableClient.fromConnectionString(storage.connectionString, names.tables.index, {
      allowInsecureConnection: isLoopback(new URL(records.url).hostname),
    });
    return { records, index };
  }
  const credential = await makeCredential(storage.clientId);
  return {
    records: new ContainerClient(`${storage.blob.replace(/\/+$/, '')}/${container}`, credential),
    index: new TableClient(storage.table, names.tables.index, credential),
  };
}

/** Whoever is there: a workload or managed identity, or a person who signed in with az, azd or PowerShell. */
async function makeCredential(managedIdentityClientId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return managedIdentityClientId === undefined
    ? new DefaultAzureCredential()
    : new DefaultAzureCredential({ managedIdentityClientId });
}
