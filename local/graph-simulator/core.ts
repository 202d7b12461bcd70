/** What the rooms of the simulator share while it runs. */
import type { Activity } from './activity.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { RecordStore } from './records/record-store.ts';
import type { SimulatedRecord } from './records/simulated-record.ts';
import type { ReportStore } from './reports/report-store.ts';
import type { RequestLog } from './request-log.ts';
import type { Settings } from './settings.ts';
import type { Notifier } from './subscriptions/notifier.ts';
import type { SubscriptionStore } from './subscriptions/subscription-store.ts';
import type { Throttle } from './throttling.ts';
import type { Tokens } from './tokens.ts';

export interface SimulatorCore {
  /** Known once the server listens. */
  origin: string;
  readonly settings: Settings;
  readonly activity: Activity;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly records: RecordStore;
  readonly reports: ReportStore;
  readonly subscriptions: SubscriptionStore;
  readonly notifier: Notifier;
  readonly calls: Calls;
}

export interface LaterVersion {
  readonly record: SimulatedRecord;
  /** Real time after which the version appears and is announced. */
  readonly afterMs: number;
}

export interface EndCallOptions {
  /** Whether Graph sends its notification (default) or forgets it. */
  readonly announce?: boolean;
  /** How long GET answers 404 although the notification is out, by the simulator's clock. */
  readonly readableAfterMs?: number;
  readonly versions?: readonly LaterVersion[];
}

/** Calls ending in the simulated tenant. */
export interface Calls {
  end(record: SimulatedRecord, options?: EndCallOptions): void;
  /** Drops what is still to appear. */
  stop(): void;
}
