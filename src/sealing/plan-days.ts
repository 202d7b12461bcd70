/** Which UTC days a part of a run seals, as pure rules on what is known of them. Days are `YYYY-MM-DD`. */
import { addDays, type DayRange, daysBetween, earlierDay, laterDay, uniteDays } from '../model/day-ranges.ts';
import { oldestStart, utcDay } from '../model/day-window.ts';
import { hourMs } from '../model/durations.ts';
import type { SealedDayRow } from '../model/sealed-day-row.ts';
import type { SealRequest } from '../model/work-request.ts';
import { clocksMs, isDue, isOverdue, stateAt } from '../proof/seal-schedule.ts';

export interface WhatIsKnown {
  /** The first day that is claimed. */
  sealsFrom: string;
  sealed: ReadonlyMap<string, SealedDayRow>;
  /** When something was last written to days that may have been final. */
  written: ReadonlyMap<string, Date>;
}

/** A list of Graph that is older than this when a day is sealed is worth another try. */
const freshListMs = 26 * hourMs;

/** The days to be sealed now, the oldest first; those before `next` had their turn in earlier parts of the run. */
export function findDaysToSeal(request: SealRequest, known: WhatIsKnown, now: Date): string[] {
  const { sealsFrom } = known;
  const today = utcDay(now);
  const from = laterDay(sealsFrom, laterDay(request.from ?? sealsFrom, request.next ?? sealsFrom));
  const to = earlierDay(request.to ?? today, today);
  const days = [...daysBetween(from, to)];
  return request.cause === 'operator' ? days : days.filter((day) => isDueNow(day, known, now));
}

function isDueNow(day: string, { sealed, written }: WhatIsKnown, now: Date): boolean {
  const row = sealed.get(day);
  return isDue(day, row?.listedAt, now) || isWrittenLate(row, written.get(day)) || isDueAgain(row, now);
}

/** Something came after the listing of a day that was final by then. */
function isWrittenLate(row: SealedDayRow | undefined, writtenAt: Date | undefined): boolean {
  if (!row || !writtenAt || row.state === 'open') return false;
  return writtenAt.getTime() > Date.parse(row.listedAt) - clocksMs;
}

/** Sealed on an earlier day without a list of that time, while Graph still lists it whole. */
function isDueAgain(row: SealedDayRow | undefined, now: Date): boolean {
  if (!row || utcDay(new Date(row.listedAt)) >= utcDay(now)) return false;
  return lacksFreshList(row) && isStillListed(row.day, now);
}

function lacksFreshList({ graph, listedAt }: SealedDayRow): boolean {
  return !graph || Date.parse(graph.comparedAt) < Date.parse(listedAt) - freshListMs;
}

function isStillListed(day: string, now: Date): boolean {
  return day < utcDay(now) && Date.parse(day) >= oldestStart(now).getTime();
}

/** What a seal that lists the day at this time makes of it. */
export function stateOfDay(
  day: string,
  before: SealedDayRow | undefined,
  listedAt: string,
): SealedDayRow['state'] {
  const state = stateAt(day, listedAt);
  return state === 'final' && before && before.state !== 'open' ? 'late' : state;
}

/** Days whose list the next full reconcile is to keep though it may not be their turn by then. */
export function findWantedLists(known: WhatIsKnown, now: Date): DayRange[] {
  const tomorrow = addDays(utcDay(now), 1);
  const listedThen = new Date(Date.parse(tomorrow));
  return findRanges(known, now, (day, row) => {
    const isWanted = !row || lacksFreshList(row) || isDue(day, row.listedAt, now);
    return isWanted && isStillListed(day, listedThen);
  });
}

/** Claimed days that were not sealed in time. */
export function findOverdue(known: WhatIsKnown, now: Date): DayRange[] {
  return findRanges(known, now, (day, row) => isOverdue(day, row?.listedAt, now));
}

function findRanges(
  { sealsFrom, sealed }: WhatIsKnown,
  now: Date,
  isOne: (day: string, row: SealedDayRow | undefined) => boolean,
): DayRange[] {
  const days = [...daysBetween(sealsFrom, utcDay(now))].filter((day) => isOne(day, sealed.get(day)));
  return uniteDays(days.map((day) => ({ from: day, to: day })));
}
