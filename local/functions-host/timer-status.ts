/**
 * What the runtime remembers of a timer between two starts, as a blob in the host's own storage (`AzureWebJobsStorage`):
 * by it an occurrence that was missed while nothing ran is made up for at the start. Without that storage it forgets.
 */
import type { AppSettings } from './app-settings.ts';
import type { HostLog } from './log.ts';
import type { Schedule } from './ncrontab.ts';
import { connectBlobs } from './storage-connection.ts';

export interface ScheduleStatus {
  /** When it fired last; the year 1 when it has not. */
  Last: string;
  Next: string;
  /** From when `Next` was reckoned. */
  LastUpdated: string;
}

export interface TimerStatuses {
  read(functionName: string): Promise<ScheduleStatus | undefined>;
  write(functionName: string, status: ScheduleStatus): Promise<void>;
}

const never = '0001-01-01T00:00:00';

export function formatStatusTime(at: Date | undefined): string {
  return at ? at.toISOString().replace('Z', '+00:00') : '9999-12-31T23:59:59';
}

/** What is known at the start. Past due: by the same schedule, an occurrence has passed since it was written down. */
export function takeUpStatus(
  schedule: Schedule,
  stored: ScheduleStatus | undefined,
  now: Date,
): { status: ScheduleStatus; isPastDue: boolean } {
  const reckonedFrom = stored && new Date(stored.Last > never ? stored.Last : stored.LastUpdated);
  const isSameSchedule = reckonedFrom && stored.Next === formatStatusTime(schedule.next(reckonedFrom));
  if (isSameSchedule) return { status: stored, isPastDue: new Date(stored.Next) < now };
  const Next = formatStatusTime(schedule.next(now));
  return { status: { Last: never, Next, LastUpdated: formatStatusTime(now) }, isPastDue: false };
}

/** `undefined` where the app settings name no storage of the host. What fails is logged, and the timers run on without it. */
export function openTimerStatuses(settings: AppSettings, log: HostLog): TimerStatuses | undefined {
  const connection = 'AzureWebJobsStorage';
  if (!Object.keys(settings).some((name) => name.startsWith(connection) && settings[name])) return undefined;
  const container = connectBlobs(settings, connection).getContainerClient('azure-webjobs-hosts');
  const site = settings['WEBSITE_SITE_NAME']?.toLowerCase() ?? 'local';
  const blobOf = (functionName: string) =>
    container.getBlockBlobClient(`timers/${site}/Host.Functions.${functionName}/status`);
  const warn = (functionName: string, error: unknown) =>
    log('warning', functionName, `The status of the timer is not at hand: ${error}`);
  return {
    async read(functionName) {
      try {
        await container.createIfNotExists();
        const blob = blobOf(functionName);
        return (await blob.exists()) ? JSON.parse(String(await blob.downloadToBuffer())) : undefined;
      } catch (error) {
        warn(functionName, error);
        return undefined;
      }
    },
    async write(functionName, status) {
      const text = JSON.stringify(status);
      await blobOf(functionName)
        .upload(text, text.length)
        .catch((error) => warn(functionName, error));
    },
  };
}
