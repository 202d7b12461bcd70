/**
 * Walks over what Graph lists, a UTC day at a time, and asks for what the archive lacks. Memory holds the versions of
 * one day. It stops between two pages when its time is up, and says how far it has come.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { endlessPagesCode, GraphError } from '../errors.ts';
import { type DayWindow, edgeStepMs, oldestStart, planDayWindow } from '../model/day-window.ts';
import { addCounts, type DayCounts, noCounts, type Sweep, type SweepProgress } from '../model/sweep.ts';
import type { Pacer } from '../paging/pacer.ts';
import type { TimeIsUp } from '../paging/read-until.ts';
import type { CallIndex } from '../ports/call-index.ts';
import type { CallList } from '../ports/call-list.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';
import type { CallAsker } from './ask-calls.ts';
import { collectNewest } from './compare-call.ts';
import { type DayComparison, makeDayComparison } from './compare-day.ts';
import type { DayList } from './day-list.ts';
import { readList } from './read-list.ts';

export interface SweepTools {
  tenantId: string;
  list: CallList;
  pacer: Pacer;
  index: Pick<CallIndex, 'listDay'>;
  ledger: FailureLedger;
  now(): Date;
  sleep?: (ms: number) => Promise<unknown>;
}

export interface SweepPart {
  sweep: Sweep;
  progress: SweepProgress;
  /** No page is read after this … */
  deadline: Date;
  /** … nor when this is aborted: then its reason is thrown. */
  held: AbortSignal;
  asker: CallAsker;
  /**
   * Collects what Graph lists of the window; `undefined` where that is of no use. `parts`: what was set aside of it in
   * earlier runs; `undefined` when the window is begun.
   */
  openList(window: DayWindow, parts: readonly string[] | undefined): DayList | undefined;
  /** Called when a window was read to its end. */
  onDay(window: DayWindow, counts: DayCounts, edgeMovedHours: number): Promise<void>;
  /** Called when a window was aborted because its list never ends. */
  onBrokenDay(window: DayWindow, error: GraphError): void;
}

export type SweepOutcome =
  | { outcome: 'done'; progress: SweepProgress }
  /** The time is up, or Graph wants a pause: resume after this. */
  | { outcome: 'paused'; progress: SweepProgress; afterMs: number }
  /** Graph failed. What was found before is asked for. */
  | { outcome: 'broken'; progress: SweepProgress; error: GraphError };

/** Graph may refuse the old edge; it is followed at most this far. */
const maxEdgeHours = 48;
/** One day that Graph lists without end hides no other; with this many, Graph's list as a whole is at fault. */
const maxBrokenDays = 3;

/** Throws only what storage throws. */
export async function sweepCalls(part: SweepPart, tools: SweepTools): Promise<SweepOutcome> {
  const walk = makeWalk(part, tools);
  try {
    for (let window = walk.nextWindow(); window; window = walk.nextWindow()) {
      if ((await walk.readWindow(window)) !== 'time-is-up') continue;
      await part.asker.flush();
      return { outcome: 'paused', progress: await walk.leave(), afterMs: 0 };
    }
    await part.asker.flush();
    return { outcome: 'done', progress: await walk.leave() };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    await part.asker.flush();
    const progress = await walk.leave();
    if (error.meaning === 'throttled' && error.retryAfterMs !== undefined)
      return { outcome: 'paused', progress, afterMs: error.retryAfterMs };
    return { outcome: 'broken', progress: { ...progress, failedTries: progress.failedTries + 1 }, error };
  }
}

function makeWalk(part: SweepPart, tools: SweepTools) {
  const { sweep, progress: begun, deadline, held, asker, openList, onDay, onBrokenDay } = part;
  const { list, pacer, index, now, tenantId, sleep = delay } = tools;
  const to = new Date(sweep.to);
  let progress = begun;
  /** Of the window that is read now. */
  let dayList: DayList | undefined;

  const edge = () => new Date(oldestStart(now()).getTime() + progress.edgeMovedHours * edgeStepMs);

  /** A window that was begun is resumed as it was; a new one is not requested beyond Graph's memory. */
  function nextWindow(): DayWindow | undefined {
    const at = new Date(progress.at);
    const from = progress.link === undefined && at < edge() ? edge() : at;
    progress = { ...progress, at: from.toISOString() };
    return from < to ? planDayWindow(from, to, edge()) : undefined;
  }

  async function readWindow(window: DayWindow): Promise<TimeIsUp | undefined> {
    const archived = await collectNewest(index.listDay(tenantId, window.day));
    const comparison = makeDayComparison(window, archived, { asker, ledger: tools.ledger, now });
    dayList = beginList(window);
    try {
      if ((await readPages(window, comparison)) === 'time-is-up') return 'time-is-up';
    } catch (error) {
      if (isEndless(error)) return abortWindow(window, error);
      if (!isEdgeRefused(error, window, progress)) throw error;
      const movedTo = new Date(window.from.getTime() + edgeStepMs).toISOString();
      progress = { ...progress, at: movedTo, edgeMovedHours: progress.edgeMovedHours + 1 };
      return undefined;
    }
    await finishWindow(window);
    return undefined;
  }

  /** A window that was begun without its list has no whole one any more. */
  function beginList(window: DayWindow): DayList | undefined {
    const isBegun = progress.link !== undefined;
    return isBegun && !progress.listParts ? undefined : openList(window, progress.listParts);
  }

  async function readPages(window: DayWindow, comparison: DayComparison): Promise<TimeIsUp | undefined> {
    const { participantId } = sweep;
    const asked = { from: window.listFrom, to: window.listTo, participantId };
    const start = { from: progress.link, pagesRead: () => progress.pages ?? 0, restart };
    for await (const page of readList(list, asked, start, { deadline, held, pacer, now, sleep })) {
      if (page === 'time-is-up') return page;
      const { counts, newestEndedAt } = await comparison.take(page);
      dayList?.take(page.calls);
      const newest = [progress.newestEndedAt, newestEndedAt].filter((time) => time !== undefined).sort();
      const { link: _, ...same } = progress;
      progress = {
        ...same,
        pages: (progress.pages ?? 0) + 1,
        day: addCounts(progress.day, counts),
        failedTries: 0,
        ...(newest.length > 0 && { newestEndedAt: newest.at(-1) }),
        ...(page.nextLink !== undefined && { link: page.nextLink }),
      };
    }
    return undefined;
  }

  function restart(): void {
    dayList?.restart();
    const { link: _, listParts: __, ...same } = progress;
    progress = { ...same, pages: 0, day: noCounts };
  }

  /** How far it has come, with all that another run needs to resume it. */
  async function leave(): Promise<SweepProgress> {
    if (dayList && progress.link !== undefined)
      progress = { ...progress, listParts: await dayList.setAside() };
    return progress;
  }

  async function finishWindow(window: DayWindow): Promise<void> {
    await onDay(window, progress.day, progress.edgeMovedHours);
    await dayList?.keep();
    leaveWindow(window);
  }

  /** What was listed of the day is requested; the other days get their turn. Throws when too many are aborted. */
  function abortWindow(window: DayWindow, error: GraphError): undefined {
    const brokenDays = [...(progress.brokenDays ?? []), window.day];
    onBrokenDay(window, error);
    leaveWindow(window);
    progress = { ...progress, brokenDays };
    if (brokenDays.length >= maxBrokenDays) throw error;
  }

  function leaveWindow({ day, to: next }: DayWindow): void {
    const { link: _, listParts: __, expiringDays, ...same } = progress;
    const { expiring } = progress.day;
    dayList = undefined;
    progress = {
      ...same,
      at: next.toISOString(),
      pages: 0,
      day: noCounts,
      total: addCounts(progress.total, progress.day),
      expiringDays: expiring > 0 ? { ...expiringDays, [day]: expiring } : expiringDays,
    };
  }

  return { nextWindow, readWindow, leave };
}

/** Graph goes back about 30 days, and says 400 when it is asked for more. */
function isEdgeRefused(error: unknown, window: DayWindow, { edgeMovedHours, link }: SweepProgress): boolean {
  const isAtEdge = window.listFrom >= window.from && link === undefined;
  return error instanceof GraphError && error.status === 400 && isAtEdge && edgeMovedHours < maxEdgeHours;
}

function isEndless(error: unknown): error is GraphError {
  return error instanceof GraphError && error.graphCode === endlessPagesCode;
}
