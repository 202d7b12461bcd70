/**
 * Starts a stand-in for Microsoft Graph and for the managed-identity endpoint of App Service on loopback, in
 * this process. Everything a test or a developer can do with it is on what it returns.
 */
import { makeActivity, type UntilOptions } from './activity.ts';
import { makeCalls } from './calls.ts';
import type { EndCallOptions, SimulatorCore } from './core.ts';
import { type FaultRule, makeFaultPlan, type PlannedFault } from './faults/fault-plan.ts';
import { identityPath } from './identity-path.ts';
import { type DocumentOptions, expectedDocument } from './records/expected-document.ts';
import { makeRecordStore } from './records/record-store.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';
import { expectedRows } from './reports/expected-rows.ts';
import type { ReportName } from './reports/report-kinds.ts';
import { makeReportStore, type ReportRow } from './reports/report-store.ts';
import { makeRequestLog, type RequestFilter, type RequestLogEntry } from './request-log.ts';
import { listen } from './server.ts';
import {
  type ChangeableOptions,
  changeSettings,
  type GraphSimulatorOptions,
  limitsOf,
  makeSettings,
} from './settings.ts';
import { addSubscription, type GivenSubscription } from './subscriptions/add-subscription.ts';
import type { Delivery, DeliveryOutcome } from './subscriptions/deliver.ts';
import type { LifecycleEvent } from './subscriptions/notification.ts';
import { makeNotifier } from './subscriptions/notifier.ts';
import { sendLifecycle } from './subscriptions/send-lifecycle.ts';
import { makeSubscriptionStore, type Subscription } from './subscriptions/subscription-store.ts';
import { makeThrottle } from './throttling.ts';
import { makeTokens } from './tokens.ts';

export interface GraphSimulator {
  /** `http://127.0.0.1:PORT`, for GRAPH_BASE_URL. */
  readonly origin: string;
  /** For IDENTITY_ENDPOINT and IDENTITY_HEADER. */
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly tenantId: string;
  /** The app that the subscriptions belong to; the client id when one was given. */
  readonly appId: string;

  /** Stores a record version and announces it to every live subscription. */
  endCall(record: SimulatedRecord, options?: EndCallOptions): void;
  /** Stores a record version without announcing it. */
  addRecord(record: SimulatedRecord): void;
  removeRecord(callId: string): void;
  /** What the archive of that version must hold, byte for byte. */
  expectedDocument(callId: string, version: string | number, options?: DocumentOptions): Buffer;

  addReportRows(report: ReportName, rows: readonly ReportRow[]): void;
  /** Puts another text in place of each row's for which `change` gives one; one that is empty removes the row. */
  changeReportRows(report: ReportName, change: (raw: string) => string | undefined): void;
  /** The rows that the archive must hold for this UTC date, byte for byte, in any order. */
  expectedRows(report: ReportName, day: string): string[];

  subscriptions(): readonly Subscription[];
  /** A subscription without its creation, such as another app's or one left over. */
  addSubscription(given: GivenSubscription): Subscription;
  expireSubscription(id: string): void;
  removeSubscription(id: string): void;
  /** To one subscription, or to all; `subscriptionRemoved` removes it first. */
  sendLifecycle(event: LifecycleEvent, subscriptionId?: string): Promise<DeliveryOutcome[]>;
  /** Any body to any URL, with Graph's retries. */
  sendNotification(url: string, body: unknown, contentType?: string): Promise<DeliveryOutcome>;
  holdNotifications(): void;
  releaseNotifications(): void;
  /** Every try of every notification so far. */
  readonly deliveries: readonly Delivery[];
  lostNotifications(): number;

  addFault(rule: FaultRule): PlannedFault;
  clearFaults(): void;
  /** For new tokens and, unless told otherwise, for those already given out. */
  setRoles(roles: readonly string[], options?: { readonly alsoIssued?: boolean }): void;
  expireTokens(): void;
  /** How often each limit answered 429. */
  throttled(): Readonly<Record<string, number>>;
  configure(options: ChangeableOptions): void;

  readonly requests: readonly RequestLogEntry[];
  countRequests(filter?: RequestFilter): number;
  clearRequests(): void;

  /** Waits until no request is under way, no notification on its way, no version to come. */
  untilIdle(options?: UntilOptions): Promise<void>;
  /** Waits for something that the simulator can see; re-examined at each request and delivery. */
  until(condition: () => boolean, options?: UntilOptions): Promise<void>;
  close(): Promise<void>;
}

export async function startGraphSimulator(options: GraphSimulatorOptions = {}): Promise<GraphSimulator> {
  const core = makeCore(options);
  const server = await listen(core, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
  core.origin = `http://127.0.0.1:${address.port}`;

  return {
    ...recordPart(core),
    ...reportPart(core),
    ...subscriptionPart(core),
    ...conductPart(core),
    ...observationPart(core),
    origin: core.origin,
    identityEndpoint: core.origin + identityPath,
    identityHeader: core.settings.identityHeader,
    tenantId: core.settings.tenantId,
    appId: core.settings.appId,
    async close() {
      core.calls.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await core.notifier.close();
      await closed;
    },
  };
}

function makeCore(options: GraphSimulatorOptions): SimulatorCore {
  const settings = makeSettings(options);
  const nowMs = () => settings.now().getTime();
  const activity = makeActivity();
  const records = makeRecordStore();
  const subscriptions = makeSubscriptionStore(nowMs);
  const notifier = makeNotifier(settings, subscriptions, activity);
  return {
    origin: '',
    settings,
    activity,
    tokens: makeTokens(settings, settings.tokenLifetimeSeconds, () => settings.clientNow().getTime()),
    throttle: makeThrottle(limitsOf(options.throttling ?? 'off'), nowMs),
    faults: makeFaultPlan(),
    log: makeRequestLog(),
    records,
    reports: makeReportStore(),
    subscriptions,
    notifier,
    calls: makeCalls(settings, records, notifier, activity),
  };
}

function recordPart(core: SimulatorCore) {
  return {
    endCall: core.calls.end,
    addRecord: (record: SimulatedRecord) => core.calls.end(record, { announce: false }),
    removeRecord: (callId: string) => core.records.remove(callId),
    expectedDocument(callId: string, version: string | number, options: DocumentOptions = {}) {
      const record = core.records.version(callId, String(version));
      if (record === undefined) throw new Error(`No version ${version} of call ${callId}`);
      return expectedDocument(record, { ...core.settings.paging, pretty: core.settings.pretty, ...options });
    },
  };
}

function reportPart(core: SimulatorCore) {
  return {
    addReportRows: core.reports.add,
    changeReportRows: core.reports.change,
    expectedRows: (report: ReportName, day: string) => expectedRows(core, report, day),
  };
}

function subscriptionPart(core: SimulatorCore) {
  return {
    subscriptions: () => core.subscriptions.live(),
    addSubscription: (given: GivenSubscription) => addSubscription(core, given),
    expireSubscription(id: string) {
      const subscription = core.subscriptions.find(id);
      if (subscription !== undefined) subscription.expiresAtMs = core.settings.now().getTime();
      core.activity.changed();
    },
    removeSubscription(id: string) {
      core.subscriptions.remove(id);
      core.activity.changed();
    },
    sendLifecycle: (event: LifecycleEvent, subscriptionId?: string) =>
      sendLifecycle(core, event, subscriptionId),
    sendNotification: (url: string, body: unknown, contentType?: string) =>
      core.notifier.sendRaw(url, typeof body === 'string' ? body : JSON.stringify(body), contentType),
    holdNotifications: core.notifier.hold,
    releaseNotifications: core.notifier.release,
    deliveries: core.notifier.deliveries,
    lostNotifications: core.notifier.lost,
  };
}

function conductPart(core: SimulatorCore) {
  return {
    addFault: core.faults.add,
    clearFaults: core.faults.clear,
    setRoles: core.tokens.setRoles,
    expireTokens: core.tokens.expireAll,
    throttled: core.throttle.refusals,
    configure(options: ChangeableOptions) {
      changeSettings(core.settings, options);
      if (options.throttling !== undefined) core.throttle.setLimits(limitsOf(options.throttling));
    },
  };
}

function observationPart(core: SimulatorCore) {
  return {
    requests: core.log.entries,
    countRequests: core.log.count,
    clearRequests: core.log.clear,
    until: core.activity.until,
    untilIdle: (options: UntilOptions = {}) =>
      core.activity.until(() => core.activity.busy() === 0, { what: 'an idle Graph simulator', ...options }),
  };
}
