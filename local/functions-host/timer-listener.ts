/**
 * A timer trigger: waits for each occurrence and runs the function, never twice at a time. Occurrences that pass
 * while it runs become one run right after it, and one that was missed before the start is made up for, as in the
 * runtime.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RpcTypedData } from './core-types.ts';
import type { HostLog } from './log.ts';
import type { Schedule } from './ncrontab.ts';
import { formatStatusTime, type ScheduleStatus, type TimerStatuses, takeUpStatus } from './timer-status.ts';

export interface TimerOptions {
  functionName: string;
  schedule: Schedule;
  runOnStartup: boolean;
  useMonitor: boolean;
  /** A clock that is put forward in the meantime is heeded after this time at most. */
  maxWaitMs: number;
  /** Where what is known of the timer lasts beyond this process. */
  statuses?: TimerStatuses | undefined;
  run(input: RpcTypedData): Promise<unknown>;
  log: HostLog;
}

export interface TimerListener {
  /** Runs the function now, after a run that is under way. */
  runNow(): Promise<void>;
  /** Starts no further run, and waits for the one under way. */
  stop(): Promise<void>;
}

export function startTimerListener(options: TimerOptions): TimerListener {
  const { schedule, run, log, functionName, statuses } = options;
  const stopping = new AbortController();
  const monitored = options.useMonitor && !isFrequent(schedule);
  let next = schedule.next(new Date());
  let { status } = takeUpStatus(schedule, undefined, new Date());
  let current: Promise<unknown> = Promise.resolve();

  const remember = async (now: ScheduleStatus) => {
    status = now;
    if (monitored) await statuses?.write(functionName, status);
  };
  const fire = async (scheduled: Date | undefined, isPastDue: boolean) => {
    // A timer may fire a little early; the occurrence it fired for must not come again.
    const at = new Date(Math.max(Date.now(), scheduled?.getTime() ?? 0));
    await run({ json: JSON.stringify(formatInput(monitored ? status : null, isPastDue)) });
    next = schedule.next(at);
    const Last = formatStatusTime(at);
    await remember({ Last, Next: formatStatusTime(next), LastUpdated: Last });
  };
  const fireInTurn = (scheduled: Date | undefined, isPastDue = false) => {
    const turn = current.then(() => (stopping.signal.aborted ? undefined : fire(scheduled, isPastDue)));
    current = turn;
    return turn;
  };
  const loop = async () => {
    const stored = monitored ? await statuses?.read(functionName) : undefined;
    const known = takeUpStatus(schedule, stored, new Date());
    if (known.isPastDue) {
      status = known.status;
      log('information', functionName, 'The timer is past due: it runs now');
      await fireInTurn(undefined, true);
    } else {
      await remember(known.status);
      if (options.runOnStartup) await fireInTurn(undefined);
    }
    while (next && (await waitUntil(next, options.maxWaitMs, stopping.signal))) await fireInTurn(next);
    if (!next) log('warning', functionName, 'The schedule has no further occurrence');
  };
  const ended = loop();
  return {
    runNow: () => fireInTurn(undefined),
    stop: async () => {
      stopping.abort();
      await Promise.all([ended, current]);
    },
  };
}

/** False when stopped. Waits in steps, so that a clock that is set in the meantime is heeded. */
async function waitUntil(at: Date, maxWaitMs: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted && at.getTime() > Date.now()) {
    const waitMs = Math.min(at.getTime() - Date.now(), maxWaitMs);
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return !signal.aborted;
}

// The runtime keeps no status of schedules that come more often than once a minute.
function isFrequent(schedule: Schedule): boolean {
  let at = schedule.next(new Date());
  for (let count = 0; at && count < 5; count++) {
    const following = schedule.next(at);
    if (following && following.getTime() - at.getTime() < 60_000) return true;
    at = following;
  }
  return false;
}

function formatInput(status: ScheduleStatus | null, isPastDue: boolean): object {
  return { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: isPastDue };
}
