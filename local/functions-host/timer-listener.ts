/**
 * A timer trigger: waits for each occurrence and runs the function, never twice at a time. Occurrences that pass
 * while it runs become one run right after it, as in the runtime.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RpcTypedData } from './core-types.ts';
import type { HostLog } from './log.ts';
import type { Schedule } from './ncrontab.ts';

export interface TimerOptions {
  functionName: string;
  schedule: Schedule;
  runOnStartup: boolean;
  useMonitor: boolean;
  run(input: RpcTypedData): Promise<unknown>;
  log: HostLog;
}

export interface TimerListener {
  /** Runs the function now, after a run that is under way. */
  runNow(): Promise<void>;
  /** Starts no further run, and waits for the one under way. */
  stop(): Promise<void>;
}

interface ScheduleStatus {
  Last: string;
  Next: string;
  LastUpdated: string;
}

const NEVER = '0001-01-01T00:00:00';
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

export function startTimerListener(options: TimerOptions): TimerListener {
  const { schedule, run, log, functionName } = options;
  const stopping = new AbortController();
  const monitored = options.useMonitor && !isFrequent(schedule);
  let next = schedule.next(new Date());
  let status: ScheduleStatus = { Last: NEVER, Next: format(next), LastUpdated: NEVER };
  let current: Promise<unknown> = Promise.resolve();

  const fire = async (scheduled: Date | undefined) => {
    // A timer may fire a little early; the occurrence it fired for must not come again.
    const at = new Date(Math.max(Date.now(), scheduled?.getTime() ?? 0));
    await run({ json: JSON.stringify(formatInput(monitored ? status : null)) });
    next = schedule.next(at);
    status = { Last: format(at), Next: format(next), LastUpdated: format(at) };
  };
  const fireInTurn = (scheduled: Date | undefined) => {
    const turn = current.then(() => (stopping.signal.aborted ? undefined : fire(scheduled)));
    current = turn;
    return turn;
  };
  const loop = async () => {
    if (options.runOnStartup) await fireInTurn(undefined);
    while (next && (await waitUntil(next, stopping.signal))) await fireInTurn(next);
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

/** False when stopped. Waits in steps, so that a clock that is set meanwhile is heeded. */
async function waitUntil(at: Date, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted && at.getTime() > Date.now()) {
    const waitMs = Math.min(at.getTime() - Date.now(), LONGEST_WAIT_MS);
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return !signal.aborted;
}

// The runtime keeps no status of schedules that come more often than once a minute.
function isFrequent(schedule: Schedule): boolean {
  let at = schedule.next(new Date());
  for (let count = 0; at && count < 5; count++) {
    const following = schedule.next(at);
    if (following && following.getTime() - at.getTime() < MINUTE_MS) return true;
    at = following;
  }
  return false;
}

function formatInput(status: ScheduleStatus | null): object {
  return { Schedule: { AdjustForDST: true }, ScheduleStatus: status, IsPastDue: false };
}

function format(at: Date | undefined): string {
  return at ? at.toISOString().replace('Z', '+00:00') : '9999-12-31T23:59:59';
}
