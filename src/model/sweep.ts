/**
 * A sweep: a walk over what Graph lists, one UTC day of `startDateTime` after the other, and how far it has come. It
 * travels in a queue message, so that another run, on any instance, can resume it.
 */
import { z } from 'zod';
import { secondMs } from './durations.ts';

const count = z.int().nonnegative();
const time = z.iso.datetime();

const dayCounts = z.object({
  /** Calls that Graph lists. Each is one of the next three. */
  listed: count,
  /** In the archive, in this version or a later one. */
  present: count,
  /** In the archive in an earlier version only. */
  newer: count,
  /** Not in the archive at all. */
  missing: count,
  /** Of the newer and missing ones: those with an open row in the failure ledger. */
  failed: count,
  /** Of the newer and missing ones: those that Graph forgets within 72 hours. */
  expiring: count,
  /** Requested by this sweep. */
  requested: count,
  /** Rows of Graph's list that name no call, or no version of it. */
  unreadable: count,
});

export const sweep = z.object({
  /** UTC time of the run, which names its evidence. */
  runId: z.string(),
  startedAt: time,
  /** Calls that started in `[from, to)`. */
  from: time,
  to: time,
  /** Only calls with this participant. */
  participantId: z.string().optional(),
});

export const sweepProgress = z.object({
  /** Start of the window that is due. */
  at: time,
  /** Graph's link to the page that is due, when the window was begun. */
  link: z.string().optional(),
  /** Pages of the window that was begun. */
  pages: count.optional(),
  /** Of the window that was begun. */
  day: dayCounts,
  /** Of the windows before it. */
  total: dayCounts,
  /** Expiring ones by day, where there are any. */
  expiringDays: z.record(z.string(), count),
  /** When the newest call ended that was listed. */
  newestEndedAt: time.optional(),
  /** Hours by which the old edge moved in because Graph refused it. */
  edgeMovedHours: count,
  /** Failed tries in a row to read the page that is due. */
  failedTries: count,
  /**
   * Of the window that was begun, where Graph's whole list of it is kept: the names of what earlier parts of the run have
   * set aside of it.
   */
  listParts: z.array(z.string()).optional(),
  /** Days whose list did not come to an end: they were broken off, and the walk went on with the next one. */
  brokenDays: z.array(z.string()).optional(),
});

export type Sweep = z.infer<typeof sweep>;
export type SweepProgress = z.infer<typeof sweepProgress>;
export type DayCounts = z.infer<typeof dayCounts>;

export const noCounts: DayCounts = {
  listed: 0,
  present: 0,
  newer: 0,
  missing: 0,
  failed: 0,
  expiring: 0,
  requested: 0,
  unreadable: 0,
};

export function addCounts(one: DayCounts, other: DayCounts): DayCounts {
  const names = Object.keys(one) as (keyof DayCounts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as DayCounts;
}

/** The UTC time of a run as a name that sorts: `20261121T031500.123Z`. */
export function formatRunId(at: Date): string {
  return at.toISOString().replaceAll(/[-:]/g, '');
}

export interface SweepWindow {
  from: Date;
  /** Now, unless told otherwise. */
  to?: Date;
  participantId?: string | undefined;
}

/** The sweep of a run that begins now. It starts on a whole second. */
export function makeSweep({ from, to, participantId }: SweepWindow, now: Date): Sweep {
  return {
    runId: formatRunId(now),
    startedAt: now.toISOString(),
    from: new Date(Math.floor(from.getTime() / secondMs) * secondMs).toISOString(),
    to: (to ?? now).toISOString(),
    ...(participantId !== undefined && { participantId }),
  };
}

export function beginSweep({ from }: Sweep): SweepProgress {
  return {
    at: from,
    day: noCounts,
    total: noCounts,
    expiringDays: {},
    edgeMovedHours: 0,
    failedTries: 0,
  };
}
