/** The room's use cases, wired: what the timer does, and what the routes answer. */
import type { ReportName } from '../model/call-report.ts';
import type { HttpReply } from '../model/http-reply.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { DoctorTools } from './doctor-checks.ts';
import { makeReceiveDoctor, makeReceiveStatus } from './receive-checks.ts';
import { makeReceiveHealth } from './receive-health.ts';
import { makeTimetable } from './timetable.ts';
import { makeWatchHealth } from './watch-health.ts';

export interface HealthTools extends DoctorTools {
  state: StateStore;
  ledger: Pick<FailureLedger, 'list'>;
  note: NoteEvent;
  /** The call reports that are archived. */
  reports: readonly ReportName[];
}

export interface Health {
  watch(): Promise<void>;
  receiveHealth(): Promise<HttpReply>;
  receiveStatus(): Promise<HttpReply>;
  receiveDoctor(): Promise<HttpReply>;
}

export function makeHealth(wanted: HealthTools): Health {
  const timetable = makeTimetable(wanted.settings.schedules);
  const tools = { ...wanted, timetable };
  return {
    watch: makeWatchHealth(tools),
    receiveHealth: makeReceiveHealth(tools),
    receiveStatus: makeReceiveStatus(tools),
    receiveDoctor: makeReceiveDoctor(tools),
  };
}
