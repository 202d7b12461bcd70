/** From the settings of the readers' app to its ports: storage only. Nothing is sent anywhere yet. */
import { loadStaticFiles } from './adapters/folder/load-static-files.ts';
import { makePlatformProbe } from './adapters/http/platform-probe.ts';
import { makeManagedIdentity } from './adapters/identity/managed-identity.ts';
import { openAzureArchive } from './adapters/storage/azure-archive.ts';
import { makeBlobAccessLog } from './adapters/storage/blob-access-log.ts';
import { makeBlobHeldFiles } from './adapters/storage/blob-held-files.ts';
import { makeBlobReportArchive } from './adapters/storage/blob-report-archive.ts';
import { makeStorageClients } from './adapters/storage/storage-clients.ts';
import { makeTablePeopleReader } from './adapters/storage/table-people.ts';
import { makeTableSealedDays } from './adapters/storage/table-sealed-days.ts';
import { openTelemetry } from './adapters/telemetry/open-telemetry.ts';
import { names } from './config/names.ts';
import type { ReaderConfig } from './config/read-reader-config.ts';
import type { AppHost } from './ports/app-host.ts';

export interface ReaderHost extends AppHost {
  /** The folder of the package with the files that pages load. */
  staticFolder: string;
}

/** Somebody waits for the answer, and can ask again. */
const retries = { atMost: 2, firstDelayMs: 400 };

/** Throws when the package lacks its files. */
export function makeReaderWorld(config: ReaderConfig, host: ReaderHost) {
  const { note, telemetry } = openTelemetry(config.telemetry, host);
  const storage = makeStorageClients(config.storage, makeManagedIdentity, retries);
  return {
    note,
    now: () => new Date(),
    staticFiles: loadStaticFiles(host.staticFolder),
    archive: openAzureArchive({
      records: storage.container(names.containers.records),
      index: storage.table(names.tables.index),
      tenantId: config.tenantId,
    }),
    reports: makeBlobReportArchive(storage.container(names.containers.reports), config.tenantId),
    sealedDays: makeTableSealedDays(storage.table(names.tables.index), config.tenantId),
    heldFiles: makeBlobHeldFiles(storage.container),
    people: makeTablePeopleReader(storage.table(names.tables.people), async () => config.tenantId),
    accessLog: makeBlobAccessLog(storage.container(names.readerContainers.access), config.instanceId),
    probePlatform: makePlatformProbe(config.publicOrigin),
    flushTelemetry: async () => telemetry?.flush(),
  };
}
