/** From the configuration to every port: the only importer of adapters. Nothing is sent anywhere yet. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAccessToken } from './adapters/graph/access-token.ts';
import { makeGraphCallList } from './adapters/graph/graph-call-list.ts';
import { makeGraphCallRecords } from './adapters/graph/graph-call-records.ts';
import { makeGraphCallReports } from './adapters/graph/graph-call-reports.ts';
import { makeGraphClient } from './adapters/graph/graph-client.ts';
import { makeGraphSubscriptions } from './adapters/graph/graph-subscriptions.ts';
import { makeOwnTenantToken } from './adapters/graph/own-tenant.ts';
import { makeReadClaims } from './adapters/graph/token-claims.ts';
import { makeHttpProbe } from './adapters/http/http-probe.ts';
import { makeRfc3161Authority } from './adapters/http/rfc3161-authority.ts';
import { makeManagedIdentity } from './adapters/identity/managed-identity.ts';
import { openParquetTable } from './adapters/parquet/parquet-table.ts';
import { makeAzureRequestQueue } from './adapters/storage/azure-request-queue.ts';
import { makeAzureStorageProbe } from './adapters/storage/azure-storage-probe.ts';
import { makeBlobEvidenceStore } from './adapters/storage/blob-evidence-store.ts';
import { makeBlobHeldFiles } from './adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from './adapters/storage/blob-proof-store.ts';
import { makeBlobReadmeStore } from './adapters/storage/blob-readme-store.ts';
import { makeBlobRecordStore } from './adapters/storage/blob-record-store.ts';
import { makeBlobReportStore } from './adapters/storage/blob-report-store.ts';
import { makeBlobRunAlone } from './adapters/storage/blob-run-alone.ts';
import { makeBlobTableStore } from './adapters/storage/blob-table-store.ts';
import { makeStorageClients } from './adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from './adapters/storage/table-call-index.ts';
import { makeTableFailureLedger } from './adapters/storage/table-failure-ledger.ts';

import { makeTablePeople } from './adapters/storage/table-people.ts';
import { makeTableSealedDays } from './adapters/storage/table-sealed-days.ts';
import { makeTableStateStore } from './adapters/storage/table-state-store.ts';
import type { Telemetry } from './adapters/telemetry/application-insights.ts';
import { openTelemetry } from './adapters/telemetry/open-telemetry.ts';
import type { Operations } from './adapters/telemetry/operation.ts';
import { names } from './config/names.ts';
import type { Config } from './config/read-config.ts';
import type { ArchiveRequest } from './model/archive-request.ts';
import type { WorkRequest } from './model/work-request.ts';
import { allReportsPace, listPace, recordPace, reportPace, tenantPace } from './paging/graph-limits.ts';
import { makePacer } from './paging/pacer.ts';
import type { AppHost } from './ports/app-host.ts';

export function makeWorld(config: Config, host: AppHost) {
  const now = () => new Date();
  const { note, operations, telemetry } = openTelemetry(config.telemetry, host);
  return {
    tenantId: config.tenantId,
    note,
    now,
    random: Math.random,
    sleep,
    inOperationOf: operations.inOperationOf,
    flushTelemetry: async () => telemetry?.flush(),
    ...openStorage(config, operations),
    ...openGraph(config, telemetry),
    probeHttp: makeHttpProbe(),
    /** Signs seals with its own clock; `undefined` where none is set. */
    timeStamps: config.stampUrl ? makeRfc3161Authority({ url: config.stampUrl, now }) : undefined,
  };
}

function openStorage({ storage: address, tenantId }: Config, { current }: Operations) {
  const storage = makeStorageClients(address, makeManagedIdentity);
  const { containers, queues, tables } = names;
  const records = storage.container(containers.records);
  const evidence = storage.container(containers.evidence);
  return {
    storageAccount: storage.accountName,
    storageUrl: storage.blobUrl,
    queue: makeAzureRequestQueue<ArchiveRequest>(
      storage.queue(queues.requests),
      () => current()?.traceparent,
    ),
    workQueue: makeAzureRequestQueue<WorkRequest>(storage.queue(queues.work), () => current()?.traceparent),
    records: makeBlobRecordStore(records),
    readme: makeBlobReadmeStore(records),
    callReports: makeBlobReportStore(storage.container(containers.reports), tenantId),
    evidence: makeBlobEvidenceStore(evidence),
    proof: makeBlobProofStore(storage.container(containers.proof)),
    tableStore: makeBlobTableStore(storage.container(containers.tables)),
    openTable: openParquetTable,
    files: makeBlobHeldFiles((name) => storage.container(name)),
    sealedDays: makeTableSealedDays(storage.table(tables.index), tenantId),
    runAlone: makeBlobRunAlone(evidence),
    index: makeTableCallIndex(storage.table(tables.index)),
    people: makeTablePeople(storage.table(tables.people), () => new Date()),
    ledger: makeTableFailureLedger(storage.table(tables.failures), storage.table(tables.state)),
    state: makeTableStateStore(storage.table(tables.state)),
    storage: makeAzureStorageProbe(storage),
  };
}

function openGraph({ graph, tenantId }: Config, telemetry: Telemetry | undefined) {
  const { origin, apiVersion, omitNulls } = graph;
  const readAccessToken = makeAccessToken(makeManagedIdentity(graph.clientId), graph.scope);
  const client = makeGraphClient({
    origin,
    apiVersion,
    readAccessToken: makeOwnTenantToken(readAccessToken, tenantId),
    observe: telemetry?.trackExchange,
  });
  const tenantPacer = makePacer(tenantPace);
  return {
    graphUrl: `${origin}/${apiVersion}`,
    graphRecords: makeGraphCallRecords(client, { omitNulls }),
    graphReports: makeGraphCallReports(client, { origin, apiVersion }),
    list: makeGraphCallList(client),
    // Each kind has its own: when Graph throttles one, the others continue.
    pacer: makePacer(recordPace, tenantPacer),
    listPacer: makePacer(listPace, tenantPacer),
    reportPacer: makePacer(reportPace, makePacer(allReportsPace)),
    subscriptions: makeGraphSubscriptions(client),
    readClaims: makeReadClaims(readAccessToken),
  };
}
