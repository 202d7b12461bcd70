/** The composition root: from the configuration to every use case, wired. The only importer of adapters. */
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import { makeAccessToken } from './adapters/graph/access-token.ts';
import { makeGraphCallList } from './adapters/graph/graph-call-list.ts';
import { makeGraphCallRecords } from './adapters/graph/graph-call-records.ts';
import { makeGraphCallReports } from './adapters/graph/graph-call-reports.ts';
import { makeGraphClient } from './adapters/graph/graph-client.ts';
import { makeGraphSubscriptions } from './adapters/graph/graph-subscriptions.ts';
import { makeReadClaims } from './adapters/graph/token-claims.ts';
import { makeHttpProbe } from './adapters/http/http-probe.ts';
import { makeManagedIdentity } from './adapters/identity/managed-identity.ts';
import { makeAzureRequestQueue } from './adapters/storage/azure-request-queue.ts';
import { makeAzureStorageProbe } from './adapters/storage/azure-storage-probe.ts';
import { makeBlobEvidenceStore } from './adapters/storage/blob-evidence-store.ts';
import { makeBlobReadmeStore } from './adapters/storage/blob-readme-store.ts';
import { makeBlobRecordStore } from './adapters/storage/blob-record-store.ts';
import { makeBlobReportStore } from './adapters/storage/blob-report-store.ts';
import { makeBlobRunAlone } from './adapters/storage/blob-run-alone.ts';
import { makeStorageClients } from './adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from './adapters/storage/table-call-index.ts';
import { makeTableFailureLedger } from './adapters/storage/table-failure-ledger.ts';
import { makeTableStateStore } from './adapters/storage/table-state-store.ts';
import { makeApplicationInsights } from './adapters/telemetry/application-insights.ts';
import { makeEventLog, type WriteLine } from './adapters/telemetry/event-log.ts';
import { makeOperations, type ReadOperation } from './adapters/telemetry/operation.ts';
import { makeArchiveRecord } from './archiving/archive-record.ts';
import { makeArchiveRequested } from './archiving/archive-requested.ts';
import { makeNotePoison } from './archiving/note-poison.ts';
import { names } from './config/names.ts';
import type { Config } from './config/read-config.ts';
import { routes } from './config/routes.ts';
import { describeDeployment, showSettings } from './health/describe-config.ts';
import { makeHealth } from './health/make-health.ts';
import { makeMending } from './health/mending.ts';
import { makeReadChangeNotifications } from './intake/change-notifications.ts';
import { makeClientStateCheck } from './intake/client-state.ts';
import { makeIntakeMemory } from './intake/intake-memory.ts';
import { makeReadLifecycleNotifications } from './intake/lifecycle-notifications.ts';
import { makeWebhook, type Webhook } from './intake/webhook.ts';
import { parseArchiveRequest } from './model/archive-request.ts';
import type { HttpReply } from './model/http-reply.ts';
import { makePacer } from './paging/pacer.ts';
import { makeBackfill } from './reconciling/backfill.ts';
import { makeReceiveBackfill, type ReceiveBody } from './reconciling/receive-backfill.ts';
import { makeReceiveReconcile } from './reconciling/receive-reconcile.ts';
import { makeReceiveRedrive } from './reconciling/receive-redrive.ts';
import { makeReconcile } from './reconciling/reconcile.ts';
import { makeArchiveReports } from './reporting/archive-reports.ts';
import { makeKeepSubscription } from './subscription/keep-subscription.ts';
import { makeIndexLeftBehind } from './upkeep/index-left-behind.ts';
import { makeKeepReadme } from './upkeep/keep-readme.ts';

/**
 * Graph allows 40 requests in 20 seconds for one record, and as many for the list of calls (graph-facts §4); a second
 * more for clocks and networks.
 */
const pace = { limit: 40, windowMs: 21_000, longestSleepMs: 5000 };
/** … and 1,500 for everything that the app reads of a tenant. */
const tenantPace = { ...pace, limit: 1500 };

/** Graph allows 50 requests in 60 seconds for one report … */
const reportPace = { limit: 50, windowMs: 61_000, longestSleepMs: 5000 };
/** … and 200 for all reports of a tenant. */
const allReportsPace = { ...reportPace, limit: 200 };

/** Everything that the app does, one function for each trigger. */
export interface App {
  receiveNotifications: Webhook;
  receiveLifecycle: Webhook;
  /** Works off a message of the queue; `deliveries` counts how often it was handed out. */
  handleRequest(message: unknown, deliveries: number): Promise<void>;
  /** Takes note of a message that kept failing. */
  handlePoison(message: unknown): Promise<void>;
  /** Looks after the subscription, and leaves a verdict of all checks for health. */
  keepSubscription(): Promise<void>;
  /** Compares what Graph has with the archive. */
  reconcile(): Promise<void>;
  /** Reads the call reports. */
  archiveReports(): Promise<void>;
  /** The operators' routes; each takes the text of the request's body. */
  receiveBackfill: ReceiveBody;
  receiveReconcile: ReceiveBody;
  receiveRedrive: ReceiveBody;
  /** Before the process ends: sends the telemetry that waits. */
  end(): Promise<void>;
  receiveHealth(): Promise<HttpReply>;
  receiveStatus(): Promise<HttpReply>;
  receiveDoctor(): Promise<HttpReply>;
}

/** What the app needs of whatever hosts it. */
export interface AppHost {
  /** The app's own. */
  version: string;
  writeLine: WriteLine;
  /** What the host says of the invocation that runs now. */
  readInvocation: ReadOperation;
}

/** Wires the app. Nothing is sent anywhere yet. */
export function makeApp(config: Config, { version, writeLine, readInvocation }: AppHost): App {
  const now = () => new Date();
  const { tenantId } = config;
  const operations = makeOperations(readInvocation);
  const telemetry =
    config.telemetry &&
    makeApplicationInsights(config.telemetry, {
      readOperation: operations.current,
      makeCredential: makeManagedIdentity,
      writeLine,
    });
  const note = makeEventLog(writeLine, telemetry?.trackEvent);

  const storage = makeStorageClients(config.storage, makeManagedIdentity);
  const queue = makeAzureRequestQueue(
    storage.queue(names.queues.requests),
    () => operations.current()?.traceparent,
  );
  const evidenceContainer = storage.container(names.containers.evidence);
  const evidence = makeBlobEvidenceStore(evidenceContainer);
  const runAlone = makeBlobRunAlone(evidenceContainer);
  const state = makeTableStateStore(storage.table(names.tables.state));
  const records = makeBlobRecordStore(storage.container(names.containers.records));
  const index = makeTableCallIndex(storage.table(names.tables.index));
  const pacer = makePacer(pace, makePacer(tenantPace));
  const ledger = makeTableFailureLedger(storage.table(names.tables.failures));

  const identity = makeManagedIdentity(config.graph.clientId);
  const { origin, apiVersion, scope, omitNulls } = config.graph;
  const readAccessToken = makeAccessToken(identity, scope);
  const graph = makeGraphClient({
    origin,
    apiVersion,
    readAccessToken,
    observe: telemetry?.trackExchange,
  });

  const { current, previous } = config.clientState;
  const checkClientState = makeClientStateCheck(previous === undefined ? [current] : [current, previous]);
  const sender = { checkClientState, tenantId };

  const archiveRequested = makeArchiveRequested({
    archiveRecord: makeArchiveRecord({
      tenantId,
      graphUrl: `${origin}/${apiVersion}`,
      graph: makeGraphCallRecords(graph, { omitNulls }),
      records,
      index,
      now,
      pacer,
    }),
    isArchived: (callId, callDay, version) => index.has({ tenantId, callId, callDay, version }),
    findReadSince: (callId, since) => index.findReadSince(tenantId, callId, since),
    indexLeftBehind: makeIndexLeftBehind({ tenantId, records, index, note }),
    queue,
    ledger,
    evidence,
    note,
    now,
    random: Math.random,
    baseDelayMs: config.retryBaseDelayMs,
    limit: pLimit(config.recordConcurrency),
  });

  const mending = makeMending(describeDeployment(config, storage.accountName));
  const subscriptions = makeGraphSubscriptions(graph);
  const callbackUrls = {
    notificationUrl: `${config.publicOrigin}/api/${routes.notifications}`,
    lifecycleNotificationUrl: `${config.publicOrigin}/api/${routes.lifecycle}`,
  };
  const keepSubscription = makeKeepSubscription({
    api: subscriptions,
    state,
    queue,
    runAlone,
    note,
    now,
    urls: callbackUrls,
    commands: { ...mending, grantRole: () => mending.grantRole('CallRecords.Read.All') },
    clientState: current,
  });
  const notePoison = makeNotePoison({ ledger, note, now });

  const list = makeGraphCallList(graph);
  const listing = { tenantId, list, pacer, index, ledger, queue, evidence, state, runAlone, note, now };
  const keepReadme = makeKeepReadme(makeBlobReadmeStore(storage.container(names.containers.records)), note);
  const compare = makeReconcile(listing);
  const reconcile: typeof compare = async (request) => {
    await keepReadme();
    return compare(request);
  };
  const backfill = makeBackfill(listing);

  const archiveReports = makeArchiveReports({
    names: config.callReports,
    tenantId,
    graph: makeGraphCallReports(graph, { origin, apiVersion }),
    pacer: makePacer(reportPace, makePacer(allReportsPace)),
    reports: makeBlobReportStore(storage.container(names.containers.reports), tenantId),
    evidence,
    state,
    queue,
    runAlone,
    note,
    now,
    sleep: delay,
  });

  const remember = makeIntakeMemory({ state, note, now });
  const health = makeHealth({
    state,
    ledger,
    storage: makeAzureStorageProbe(storage),
    note,
    now,
    reports: config.callReports,
    mending,
    settings: showSettings(config, storage.accountName),
    subscriptions,
    readClaims: makeReadClaims(readAccessToken),
    probeHttp: makeHttpProbe(),
    callbackUrls,
    storageUrl: storage.blobUrl,
    version,
    nodeVersion: process.versions.node,
  });

  async function handleRequest(message: unknown, deliveries: number): Promise<void> {
    const request = parseArchiveRequest(message);
    switch (request.kind) {
      case 'records':
      case 'resume':
        return archiveRequested(request, deliveries);
      case 'renew':
        return keepSubscription(request);
      case 'reconcile':
        return reconcile(request);
      case 'backfill':
        return 'reports' in request ? archiveReports(request) : backfill.goOn(request);
    }
  }

  return {
    receiveNotifications: makeWebhook({
      readItems: makeReadChangeNotifications(sender, note, now, remember),
      queue,
      note,
      remember,
    }),
    receiveLifecycle: makeWebhook({
      readItems: makeReadLifecycleNotifications(sender, note, now),
      queue,
      note,
    }),
    handleRequest: (message, deliveries) =>
      operations.inOperationOf(message, () => handleRequest(message, deliveries)),
    handlePoison: (message) =>
      operations.inOperationOf(message, async () => notePoison(parseArchiveRequest(message))),
    async keepSubscription() {
      try {
        await keepSubscription();
      } finally {
        await health.watch();
      }
    },
    archiveReports: () => archiveReports(),
    reconcile: () => reconcile({ schema: 1, kind: 'reconcile', cause: 'schedule' }),
    receiveBackfill: makeReceiveBackfill({ ...listing, begin: backfill.begin }),
    receiveReconcile: makeReceiveReconcile(listing),
    receiveRedrive: makeReceiveRedrive(listing),
    end: async () => telemetry?.flush(),
    receiveHealth: health.receiveHealth,
    receiveStatus: health.receiveStatus,
    receiveDoctor: health.receiveDoctor,
  };
}
