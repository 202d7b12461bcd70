/** Part of the composition root: archives behind their ports, with the libraries that they take loaded only now. */
import type { TokenCredential } from '@azure/identity';
import { names } from '../config/names.ts';
import { isLoopback } from '../model/loopback.ts';
import type { StorageSource } from './archive-source.ts';
import type { Archives } from './archives.ts';

export const archives: Archives = {
  async open(source) {
    if (source.kind === 'folder') {
      const { openFolderArchive } = await import('../adapters/folder/folder-archive.ts');
      return openFolderArchive(source.path);
    }
    const { openAzureArchive } = await import('../adapters/storage/azure-archive.ts');
    const { tenantId, storage } = source;
    return openAzureArchive({ ...(await openStorage(storage)), ...(tenantId !== undefined && { tenantId }) });
  },

  async openUpkeep({ storage, tenantId }) {
    const [{ openAzureArchive }, { findTenant }, { makeTableCallIndex }, { makeTableIndexReader }] =
      await Promise.all([
        import('../adapters/storage/azure-archive.ts'),
        import('../adapters/storage/archived-days.ts'),
        import('../adapters/storage/table-call-index.ts'),
        import('../adapters/storage/table-index-reader.ts'),
      ]);
    const { records, index } = await openStorage(storage);
    const owner = tenantId ?? (await findTenant(records));
    return {
      archive: openAzureArchive({ records, index, tenantId: owner }),
      index: makeTableCallIndex(index),
      rows: makeTableIndexReader(index, owner),
    };
  },

  async openExport(path) {
    const { openFolderExport } = await import('../adapters/folder/folder-export.ts');
    return openFolderExport(path);
  },

  async indexFolder(path, report) {
    const { indexFolder } = await import('../adapters/folder/index-folder.ts');
    return indexFolder(path, report);
  },
};

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
