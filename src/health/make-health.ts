/** The room's use cases, wired: what the timer does, and what the routes answer. */
import type { ReportName } from '../model/call-report.ts';
import type { HttpReply } from '../model/http-reply.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { StorageProbe } from '../ports/storage-probe.ts';
import { type Deployment, makeMending } from './mending.ts';
import { makeReceiveHealth } from './receive-health.ts';
import { makeReceiveStatus } from './receive-status.ts';
import { makeTimetable, type Schedules } from './timetable.ts';
import { makeWatchHealth } from './watch-health.ts';

export interface HealthTools {
  state: StateStore;
  ledger: Pick<FailureLedger, 'list'>;
  storage: StorageProbe;
  note: NoteEvent;
  now(): Date;
  schedules: Schedules;
  /** The call reports that are archived. */
  reports: readonly ReportName[];
  deployment: Deployment;
  /** Of the package. */
  version: string;
}

export interface Health {
  watch(): Promise<void>;
  receiveHealth(): Promise<HttpReply>;
  receiveStatus(): Promise<HttpReply>;
}

export function makeHealth({ schedules, deployment, ...same }: HealthTools): Health {
  const tools = { ...same, timetable: makeTimetable(schedules), mending: makeMending(deployment) };
  return {
    watch: makeWatchHealth(tools),
    receiveHealth: makeReceiveHealth(tools),
    receiveStatus: makeReceiveStatus(tools),
  };
}
