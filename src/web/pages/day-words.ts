/** What is said of the days of the archive: a word in the calendar, a sentence on a page. */
import { sayCount } from '../parts/say-count.ts';
import { sayDate } from '../parts/say-dates.ts';
import type { DayVerdict } from '../seen/day-verdict.ts';
import type { SeenDay } from '../seen/seen-days.ts';

type SealedComparison = NonNullable<NonNullable<SeenDay['row']>['graph']>;

/** In the calendar and its key. */
export const dayWords: Readonly<Record<DayVerdict, string>> = {
  altered: 'changed without a reason',
  missing: 'calls are missing',
  uncompared: 'sealed, not compared with Graph',
  open: 'complete so far, to be sealed again',
  complete: 'complete, sealed for good',
  due: 'to be sealed',
  overdue: 'not sealed, though it was due',
  before: 'before the first sealed day',
  unsealed: 'nothing is sealed yet',
  future: 'yet to come',
};

/** One sentence or two on a day, `2026-06-02`. */
export function sayOfDay(day: string, { verdict, row, sealsFrom, nextSealAt }: SeenDay): string {
  const next = nextSealAt === undefined ? '' : sayDate(nextSealAt.slice(0, 10));
  const compared = row?.graph ? sayCompared(row.graph) : '';
  switch (verdict) {
    case 'complete':
      return `${compared} The day is sealed for good.`;
    case 'open':
      return `${compared} The day is to be sealed again on ${next}.`;
    case 'missing':
      return compared;
    case 'uncompared':
      return `The day is sealed, but it was not compared with what Graph lists: ${row?.reason ?? 'no reason was given'}.`;
    case 'altered':
      return `${sayAltered(row?.unexplained ?? 0)} altered, removed or added after the day had been sealed, and nobody gave a reason. call-archive verify says which, and what to do.`;
    case 'due':
      return `The day is not sealed yet. It is due on ${next}.`;
    case 'overdue':
      return `The day is not sealed, though it was due on ${next}. /api/status of the archiving app says why.`;
    case 'before':
      return `Seals begin with ${sayDate(sealsFrom ?? '')}; of this day nothing is claimed.`;
    case 'unsealed':
      return 'No day is sealed yet: the first seal is made the day after the installation.';
    case 'future':
      return `${sayDate(day)} is yet to come.`;
  }
}

/** What of the calls that Graph listed is in the archive. */
function sayCompared({ listed, missing, unreadable, comparedAt }: SealedComparison): string {
  const when = `that Graph listed on ${sayDate(comparedAt.slice(0, 10))}`;
  if (missing > 0)
    return listed === 1
      ? `The only version of a call ${when} is not in the archive.`
      : `${missing} of the ${listed} versions of calls ${when} ${missing === 1 ? 'is' : 'are'} not in the archive.`;
  if (unreadable > 0)
    return `${unreadable} of the calls ${when} had no readable id or version: it is not known whether ${unreadable === 1 ? 'it is' : 'they are'} in the archive.`;
  if (listed === 0) return `Graph listed no call of this day on ${sayDate(comparedAt.slice(0, 10))}.`;
  return listed === 1
    ? `The only version of a call ${when} is in the archive, in that version or a later one.`
    : `All ${listed} versions of calls ${when} are in the archive, each in that version or a later one.`;
}

function sayAltered(count: number): string {
  return `${sayCount(count, 'file')} of this day ${count === 1 ? 'was' : 'were'}`;
}
