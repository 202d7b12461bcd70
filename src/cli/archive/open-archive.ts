/** Part of the composition root: archives behind their ports, with their libraries loaded on demand. */
import type { TokenCredential } from '@azure/identity';
import { names } from '../../config/names.ts';
import { isLoopback } from '../../model/loopback.ts';
import { CliError } from '../errors/cli-error.ts';
import type { StorageSource } from './archive-source.ts';
import type { Archives } from './archives.ts';

/** Enough to hide the way to storage and back. */
const downloadsAtOnce = 16;

export const archives: Archives = {
  async open(source) {
    if (source.kind === 'folder') {
      const { openFolderArchive } = await import('../../adapters/folder/folder-archive.ts');
      return openFolderArchive(source.path);
    }
    const { openAzureArchive } = await import('../../adapters/storage/azure-archive.ts');
    const { tenantId, storage } = source;
    const clients = await openStorage(storage);
    const records = clients.container(names.containers.records);
    const index = clients.table(names.tables.index);
    return openAzureArchive({ records, index, ...(tenantId !== undefined && { tenantId }) });
  },

  async openReports(source, tenantId) {
    if (source.kind === 'folder') {
      const { openFolderReports } = await import('../../adapters/folder/folder-reports.ts');
      return openFolderReports(source.path);
    }
    const [{ makeBlobReportArchive }, { findTenant }] = await Promise.all([
      import('../../adapters/storage/blob-report-archive.ts'),
      import('../../adapters/storage/archived-days.ts'),
    ]);
    const { container } = await openStorage(source.storage);
    const owner = tenantId ?? source.tenantId ?? (await findTenant(container(names.containers.records)));
    return makeBlobReportArchive(container(names.containers.reports), owner);
  },

  async openHeldFiles(source) {
    if (source.kind === 'folder') {
      const { openFolderHeldFiles } = await import('../../adapters/folder/folder-held-files.ts');
      return openFolderHeldFiles(source.path);
    }
    const { makeBlobHeldFiles } = await import('../../adapters/storage/blob-held-files.ts');
    return makeBlobHeldFiles((await openStorage(source.storage)).container);
  },

  async openPeople(source) {
    if (source.kind === 'folder') {
      const { openFolderPeople } = await import('../../adapters/folder/folder-people.ts');
      return openFolderPeople(source.path);
    }
    const [{ makeTablePeopleReader }, { findTenant }] = await Promise.all([
      import('../../adapters/storage/table-people.ts'),
      import('../../adapters/storage/archived-days.ts'),
    ]);
    const { container, table } = await openStorage(source.storage);
    const findOwner = async () => source.tenantId ?? (await findTenant(container(names.containers.records)));
    return makeTablePeopleReader(table(names.tables.people), findOwner);
  },

  async openDigester(source, files) {
    if (source.kind === 'folder') {
      const { makeFolderDigester } = await import('../../adapters/folder/folder-digester.ts');
      return makeFolderDigester(source.path);
    }
    const { makeFileDigester } = await import('../../proof/digest-files.ts');
    return makeFileDigester(files, downloadsAtOnce);
  },

  async openUpkeep({ storage, tenantId }) {
    const [
      { openAzureArchive },
      { findTenant },
      { makeTableCallIndex },
      { makeTableIndexReader },
      { makeTablePeople },
    ] = await Promise.all([
      import('../../adapters/storage/azure-archive.ts'),
      import('../../adapters/storage/archived-days.ts'),
      import('../../adapters/storage/table-call-index.ts'),
      import('../../adapters/storage/table-index-reader.ts'),
      import('../../adapters/storage/table-people.ts'),
    ]);
    const clients = await openStorage(storage);
    const records = clients.container(names.containers.records);
    const index = clients.table(names.tables.index);
    const owner = tenantId ?? (await findTenant(records));
    return {
      archive: openAzureArchive({ records, index, tenantId: owner }),
      index: makeTableCallIndex(index),
      rows: makeTableIndexReader(index, owner),
      people: makeTablePeople(clients.table(names.tables.people), () => new Date()),
    };
  },

  async openExport(path) {
    const [{ openFolderExport }, { existingRecordFolder }] = await Promise.all([
      import('../../adapters/folder/folder-export.ts'),
      import('../../adapters/folder/record-folder.ts'),
    ]);
    return openFolderExport(existingRecordFolder(path) ?? path);
  },

  async openDaysExport(path) {
    const [{ openFolderExport }, { openFolderCopy }, { recordFolder }] = await Promise.all([
      import('../../adapters/folder/folder-export.ts'),
      import('../../adapters/folder/folder-copy.ts'),
      import('../../adapters/folder/record-folder.ts'),
    ]);
    return { records: await openFolderExport(recordFolder(path)), copies: await openFolderCopy(path) };
  },

  async openTables(path) {
    const { openFolderTables } = await import('../../adapters/folder/folder-table-store.ts');
    return openFolderTables(path);
  },

  async openTableMaker(folders) {
    const { makeTablesPool } = await import('../folder-tables/tables-pool.ts');
    return makeTablesPool(folders);
  },

  async openSql() {
    try {
      const { openDuckDb } = await import('../../adapters/duckdb/duckdb-engine.ts');
      return await openDuckDb();
    } catch (error) {
      throw explainNoDuckDb(error);
    }
  },

  async indexFolder(path, listener) {
    const { indexFolder } = await import('../../adapters/folder/index-folder.ts');
    return indexFolder(path, listener);
  },
};

/** It is no dependency of call-archive: it is 70 MB, and few need it. */
export function explainNoDuckDb(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return error;
  return new CliError(
    'usage',
    'Asking in SQL: DuckDB is not installed',
    'Install it beside call-archive: npm install @duckdb/node-api@1.5.6-r.1. Or open views.sql with a DuckDB of your own.',
    error,
  );
}

/** The clients of a storage account; nobody signs in before the first request. */
async function openStorage(storage: StorageSource) {
  const [{ ContainerClient }, { TableClient }] = await Promise.all([
    import('@azure/storage-blob'),
    import('@azure/data-tables'),
  ]);
  if (storage.kind === 'connection-string') {
    const { connectionString } = storage;
    return {
      container: (name: string) => new ContainerClient(connectionString, name),
      table: (name: string) =>
        TableClient.fromConnectionString(connectionString, name, {
          allowInsecureConnection: isLoopback(
            new URL(new ContainerClient(connectionString, name).url).hostname,
          ),
        }),
    };
  }
  const credential = await makeCredential(storage.clientId);
  const blobs = storage.blob.replace(/\/+$/, '');
  return {
    container: (name: string) => new ContainerClient(`${blobs}/${name}`, credential),
    table: (name: string) => new TableClient(storage.table, name, credential),
  };
}

/** Whichever is available: a workload or managed identity, or a person who signed in with az, azd or PowerShell. */
async function makeCredential(managedIdentityClientId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return managedIdentityClientId === undefined
    ? new DefaultAzureCredential()
    : new DefaultAzureCredential({ managedIdentityClientId });
}
