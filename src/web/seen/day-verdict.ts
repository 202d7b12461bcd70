/** What can be said of a UTC day of the archive: complete or not, sealed or not, and if not, why. Pure. */
import { utcDay } from '../../model/day-window.ts';
import type { ChainHead, SealedDayRow } from '../../model/sealed-day-row.ts';
import { isOverdue, nextDueAt } from '../../proof/seal-schedule.ts';

export type DayVerdict =
  /** Files were altered, removed or added after a seal, and nobody gave a reason. */
  | 'altered'
  /** Graph listed what is not in the archive. */
  | 'missing'
  /** Sealed, and not compared with what Graph lists. */
  | 'uncompared'
  /** Complete, and to be sealed again. */
  | 'open'
  /** Complete, and sealed for the last time. */
  | 'complete'
  /** To be sealed for the first time. */
  | 'due'
  /** That should have happened. */
  | 'overdue'
  /** Before the first day that seals speak for. */
  | 'before'
  /** No day is sealed yet. */
  | 'unsealed'
  | 'future';

/** The worst comes first. */
export function judgeDay(
  day: string,
  row: SealedDayRow | undefined,
  head: ChainHead | undefined,
  now: Date,
): DayVerdict {
  if (row) return judgeSealed(row);
  if (day > utcDay(now)) return 'future';
  if (!head) return 'unsealed';
  if (day < head.sealsFrom) return 'before';
  return isOverdue(day, undefined, now) ? 'overdue' : 'due';
}

function judgeSealed({ graph, state, unexplained }: SealedDayRow): DayVerdict {
  if (unexplained > 0) return 'altered';
  if (!graph) return 'uncompared';
  if (graph.missing > 0 || graph.unreadable > 0) return 'missing';
  return state === 'open' ? 'open' : 'complete';
}

/** When the day is to be sealed next, ISO 8601; `undefined`: no more by itself. */
export function nextSealOf(day: string, row: SealedDayRow | undefined): string | undefined {
  return nextDueAt(day, row?.listedAt)?.toISOString();
}
