/** The composition root: from the configuration to every use case, wired. The only importer of adapters. */
import pLimit from 'p-limit';
import { makeAccessToken } from './adapters/graph/access-token.ts';
import { makeGraphCallRecords } from './adapters/graph/graph-call-records.ts';
import { makeGraphClient } from './adapters/graph/graph-client.ts';
import { makeGraphSubscriptions } from './adapters/graph/graph-subscriptions.ts';
import { makeManagedIdentity } from './adapters/identity/managed-identity.ts';
import { makeAzureRequestQueue } from './adapters/storage/azure-request-queue.ts';
import { makeBlobEvidenceStore } from './adapters/storage/blob-evidence-store.ts';
import { makeBlobRecordStore } from './adapters/storage/blob-record-store.ts';
import { makeBlobRunAlone } from './adapters/storage/blob-run-alone.ts';
import { makeStorageClients } from './adapters/storage/storage-clients.ts';
import { makeTableCallIndex } from './adapters/storage/table-call-index.ts';
import { makeTableFailureLedger } from './adapters/storage/table-failure-ledger.ts';
import { makeTableStateStore } from './adapters/storage/table-state-store.ts';
import { makeApplicationInsights } from './adapters/telemetry/application-insights.ts';
import { makeEventLog, type WriteLine } from './adapters/telemetry/event-log.ts';
import { makeArchiveRecord } from './archiving/archive-record.ts';
import { makeArchiveRequested } from './archiving/archive-requested.ts';
import { makeNotePoison } from './archiving/note-poison.ts';
import { makePacer } from './archiving/pacer.ts';
import { names } from './config/names.ts';
import type { Config } from './config/read-config.ts';
import { routes } from './config/routes.ts';
import { makeReadChangeNotifications } from './intake/change-notifications.ts';
import { makeClientStateCheck } from './intake/client-state.ts';
import { makeReadLifecycleNotifications } from './intake/lifecycle-notifications.ts';
import { makeWebhook, type Webhook } from './intake/webhook.ts';
import { parseArchiveRequest } from './model/archive-request.ts';
import { makeKeepSubscription } from './subscription/keep-subscription.ts';

/** Graph allows 40 requests in 20 seconds for one record (graph-facts §4); a second more for clocks and networks. */
const recordPace = { limit: 40, windowMs: 21_000, longestSleepMs: 5000 };

/** Everything that the app does, one function for each trigger. */
export interface App {
  receiveNotifications: Webhook;
  receiveLifecycle: Webhook;
  /** Works off a message of the queue; `deliveries` counts how often it was handed out. */
  handleRequest(message: unknown, deliveries: number): Promise<void>;
  /** Takes note of a message that kept failing. */
  handlePoison(message: unknown): Promise<void>;
  keepSubscription(): Promise<void>;
}

/** Wires the app. Nothing is sent anywhere yet. */
export function makeApp(config: Config, writeLine: WriteLine): App {
  const now = () => new Date();
  const { tenantId, telemetry } = config;
  const track =
    telemetry && makeApplicationInsights(telemetry, { makeCredential: makeManagedIdentity, writeLine });
  const note = makeEventLog(writeLine, track);

  const storage = makeStorageClients(config.storage, makeManagedIdentity);
  const queue = makeAzureRequestQueue(storage.queue(names.queues.requests));
  const evidence = storage.container(names.containers.evidence);
  const ledger = makeTableFailureLedger(storage.table(names.tables.failures));

  const identity = makeManagedIdentity(config.graph.clientId);
  const { origin, apiVersion, scope, omitNulls } = config.graph;
  const graph = makeGraphClient({ origin, apiVersion, readAccessToken: makeAccessToken(identity, scope) });

  const { current, previous } = config.clientState;
  const checkClientState = makeClientStateCheck(previous === undefined ? [current] : [current, previous]);
  const sender = { checkClientState, tenantId };

  const archiveRequested = makeArchiveRequested({
    archiveRecord: makeArchiveRecord({
      tenantId,
      graphUrl: `${origin}/${apiVersion}`,
      graph: makeGraphCallRecords(graph, { omitNulls }),
      records: makeBlobRecordStore(storage.container(names.containers.records)),
      index: makeTableCallIndex(storage.table(names.tables.index)),
      now,
      pacer: makePacer(recordPace),
    }),
    queue,
    ledger,
    evidence: makeBlobEvidenceStore(evidence),
    note,
    now,
    random: Math.random,
    baseDelayMs: config.retryBaseDelayMs,
    limit: pLimit(config.recordConcurrency),
  });

  const keepSubscription = makeKeepSubscription({
    api: makeGraphSubscriptions(graph),
    state: makeTableStateStore(storage.table(names.tables.state)),
    queue,
    runAlone: makeBlobRunAlone(evidence),
    note,
    now,
    urls: {
      notificationUrl: `${config.publicOrigin}/api/${routes.notifications}`,
      lifecycleNotificationUrl: `${config.publicOrigin}/api/${routes.lifecycle}`,
    },
    clientState: current,
  });
  const notePoison = makeNotePoison({ ledger, note, now });

  return {
    receiveNotifications: makeWebhook({ readItems: makeReadChangeNotifications(sender, note), queue, note }),
    receiveLifecycle: makeWebhook({
      readItems: makeReadLifecycleNotifications(sender, note, now),
      queue,
      note,
    }),
    async handleRequest(message, deliveries) {
      const request = parseArchiveRequest(message);
      switch (request.kind) {
        case 'records':
        case 'resume':
          return archiveRequested(request, deliveries);
        case 'renew':
          return keepSubscription(request);
        case 'reconcile':
          return note('reconciling.asked', { cause: request.cause });
      }
    },
    handlePoison: async (message) => notePoison(parseArchiveRequest(message)),
    keepSubscription: () => keepSubscription(),
  };
}
