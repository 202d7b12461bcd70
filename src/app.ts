/** Use cases by name, in the order of the flow: what each trigger does. */
import pLimit from 'p-limit';
import { makeArchiveRecord } from './archiving/archive-record.ts';
import { makeArchiveRequested } from './archiving/archive-requested.ts';
import { makeKeepPeople } from './archiving/keep-people.ts';
import { makeNotePoison } from './archiving/note-poison.ts';
import { makeOneAtATime } from './concurrency/one-at-a-time.ts';
import type { Config } from './config/read-config.ts';
import { routes } from './config/routes.ts';
import { makeCommands } from './health/commands.ts';
import { describeDeployment, showSettings } from './health/describe-config.ts';
import { makeHealth } from './health/make-health.ts';
import { makeParseChangeNotifications } from './intake/change-notifications.ts';
import { makeClientStateCheck } from './intake/client-state.ts';
import { makeIntakeMemory } from './intake/intake-memory.ts';
import { makeParseLifecycleNotifications } from './intake/lifecycle-notifications.ts';
import { makeSparingNotes } from './intake/sparing-notes.ts';
import { makeWebhook, type Webhook } from './intake/webhook.ts';
import { parseArchiveRequest } from './model/archive-request.ts';
import type { HttpReply, ReceiveBody } from './model/http-reply.ts';
import { parseWorkRequest, type WorkRequest } from './model/work-request.ts';
import type { AppHost } from './ports/app-host.ts';
import type { CallIndex } from './ports/call-index.ts';
import type { RequestQueue } from './ports/request-queue.ts';
import { makeBackfill } from './reconciling/backfill.ts';
import { makeReceiveBackfill } from './reconciling/receive-backfill.ts';
import { makeReceiveReconcile } from './reconciling/receive-reconcile.ts';
import { makeReceiveRedrive } from './reconciling/receive-redrive.ts';
import { makeReconcile } from './reconciling/reconcile.ts';
import { makeArchiveReports } from './reporting/archive-reports.ts';
import { makeNoteWritten } from './sealing/note-written.ts';
import { makeReceiveSeal } from './sealing/receive-seal.ts';
import { makeSealDays, type SealDays } from './sealing/seal-days.ts';
import { makeKeepSubscription } from './subscription/keep-subscription.ts';
import { makeSubscriptionTimer } from './subscription/subscription-timer.ts';
import { type MakeTables, makeMakeTables, makeRequestTables } from './tables/make-tables.ts';
import { makeIndexLeftBehind } from './upkeep/index-left-behind.ts';
import { makeKeepReadme } from './upkeep/keep-readme.ts';
import { makeWorld } from './world.ts';

export type { AppHost };

/** Everything that the app does, one function for each trigger. */
export interface App {
  receiveNotifications: Webhook;
  receiveLifecycle: Webhook;
  /** Handles a message of the queue; `deliveries` counts how often it was handed out. */
  handleRequest(message: unknown, deliveries: number): Promise<void>;
  /** Puts the records of a message that kept failing into the failure ledger. */
  handlePoison(message: unknown): Promise<void>;
  /** Handles a message of the queue for work that can wait. */
  handleWork(message: unknown): Promise<void>;
  /** Says that such a message kept failing. */
  handleWorkPoison(message: unknown): Promise<void>;
  /** Keeps the subscription, and leaves a verdict of all checks for health. */
  keepSubscription(): Promise<void>;
  /** Compares what Graph has with the archive. */
  reconcile(): Promise<void>;
  /** Reads the call reports. */
  archiveReports(): Promise<void>;
  /** Has the days sealed that are due. */
  askForSeal(): Promise<void>;
  /** The operators' routes; each takes the text of the request's body. */
  receiveBackfill: ReceiveBody;
  receiveReconcile: ReceiveBody;
  receiveRedrive: ReceiveBody;
  receiveSeal: ReceiveBody;
  receiveHealth(): Promise<HttpReply>;
  receiveStatus(): Promise<HttpReply>;
  receiveDoctor(): Promise<HttpReply>;
  /** Before the process ends: notes what intake held back, and sends the telemetry that waits. */
  end(): Promise<void>;
}

/** Wires the app. Nothing is sent anywhere yet. */
export function makeApp(config: Config, host: AppHost): App {
  const world = makeWorld(config, host);
  const { tenantId, note, now, index, inOperationOf } = world;
  const callbackUrls = {
    notificationUrl: `${config.publicOrigin}/api/${routes.notifications}`,
    lifecycleNotificationUrl: `${config.publicOrigin}/api/${routes.lifecycle}`,
  };
  const commands = makeCommands(describeDeployment(config, world.storageAccount));

  const { current, previous } = config.clientState;
  const checkClientState = makeClientStateCheck(previous === undefined ? [current] : [current, previous]);
  const sender = { checkClientState, tenantId };
  const remember = makeIntakeMemory(world);
  const intakeNotes = makeSparingNotes(note);
  const intake = { ...world, note: intakeNotes.note };

  const keepPeople = makeKeepPeople(world);
  const indexWithPeople: CallIndex = {
    ...index,
    async put(entry) {
      await keepPeople(entry);
      await index.put(entry);
    },
  };
  const noteWritten = makeNoteWritten(world);
  const archiveRequested = makeArchiveRequested({
    ...world,
    archiveRecord: makeArchiveRecord({
      ...world,
      index: indexWithPeople,
      graph: world.graphRecords,
      noteWritten,
    }),
    isArchived: (callId, callDay, version) => index.has({ tenantId, callId, callDay, version }),
    findReadSince: (callId, since) => index.findReadSince(tenantId, callId, since),
    indexLeftBehind: makeIndexLeftBehind({ ...world, index: indexWithPeople }),
    baseDelayMs: config.retryBaseDelayMs,
    limit: pLimit(config.recordConcurrency),
  });
  const notePoison = makeNotePoison(world);

  const keepSubscription = makeKeepSubscription({
    ...world,
    api: world.subscriptions,
    urls: callbackUrls,
    commands: { ...commands, grantRole: () => commands.grantRole('CallRecords.Read.All') },
    clientState: current,
  });

  const listing = { ...world, pacer: world.listPacer, keepReadme: makeKeepReadme(world.readme, note) };
  const reconcile = makeReconcile(listing);
  const backfill = makeBackfill(listing);

  const archiveReports = makeArchiveReports({
    ...world,
    names: config.callReports,
    graph: world.graphReports,
    pacer: world.reportPacer,
    reports: world.callReports,
    noteWritten,
  });

  const requestTables = makeRequestTables(world);
  const handleWork = makeHandleWork(
    {
      seal: makeSealDays({ ...world, version: host.version, requestTables }),
      tables: makeMakeTables(world),
    },
    world.workQueue,
  );

  const health = makeHealth({
    ...world,
    reports: config.callReports,
    commands,
    settings: showSettings(config, world.storageAccount),
    callbackUrls,
    version: host.version,
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
        return backfill.resume(request);
      case 'reports':
        return archiveReports(request);
    }
  }

  return {
    receiveNotifications: makeWebhook({
      ...intake,
      parseItems: makeParseChangeNotifications(sender, intake.note, now, remember),
      remember,
    }),
    receiveLifecycle: makeWebhook({
      ...intake,
      parseItems: makeParseLifecycleNotifications(sender, intake.note, now),
    }),
    handleRequest: (message, deliveries) => inOperationOf(message, () => handleRequest(message, deliveries)),
    handlePoison: (message) => inOperationOf(message, async () => notePoison(parseArchiveRequest(message))),
    handleWork: (message) => inOperationOf(message, () => handleWork(parseWorkRequest(message))),
    handleWorkPoison: (message) =>
      inOperationOf(message, async () => note('sealing.poisoned', { kind: parseWorkRequest(message).kind })),
    keepSubscription: makeSubscriptionTimer({ keepSubscription, watchHealth: health.watch }),
    reconcile: () => reconcile({ schema: 1, kind: 'reconcile', cause: 'schedule' }),
    archiveReports: () => archiveReports(),
    askForSeal: () => world.workQueue.send({ schema: 1, kind: 'seal', cause: 'schedule' }),
    receiveBackfill: makeReceiveBackfill({ ...listing, begin: backfill.begin }),
    receiveReconcile: makeReceiveReconcile(listing),
    receiveRedrive: makeReceiveRedrive(listing),
    receiveSeal: makeReceiveSeal(world),
    receiveHealth: health.receiveHealth,
    receiveStatus: health.receiveStatus,
    receiveDoctor: health.receiveDoctor,
    async end() {
      intakeNotes.end();
      await world.flushTelemetry();
    },
  };
}

/** Work that has its turn only when other work is done waits in the queue, not in a function. A seal looks more often. */
const turnDelaysMs = { seal: 5000, tables: 30_000 };

/** One message at a time on this instance. */
function makeHandleWork(
  work: { seal: SealDays; tables: MakeTables },
  queue: RequestQueue<WorkRequest>,
): (request: WorkRequest) => Promise<void> {
  const oneAtATime = makeOneAtATime();

  async function handle(request: WorkRequest): Promise<void> {
    switch (request.kind) {
      case 'seal':
        return work.seal(request);
      case 'tables':
        return work.tables(request);
    }
  }

  return async (request) => {
    const isDone = await oneAtATime(() => handle(request));
    if (!isDone) await queue.send(request, { delayMs: turnDelaysMs[request.kind] });
  };
}
