/** What is said of the days of the archive: a word in the calendar, a sentence on a page. */
import { sayDate } from '../parts/say-dates.ts';
import type { DayVerdict } from '../seen/day-verdict.ts';
import type { SeenDay } from '../seen/seen-days.ts';

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
  const { listed = 0, missing = 0, unreadable = 0, comparedAt = '' } = row?.graph ?? {};
  const compared = `that Graph listed on ${sayDate(comparedAt.slice(0, 10))}`;
  switch (verdict) {
    case 'complete':
      return `All ${listed} versions of calls ${compared} are in the archive, each in that version or a later one. The day is sealed for good.`;
    case 'open':
      return `All ${listed} versions of calls ${compared} are in the archive, each in that version or a later one. The day is to be sealed again on ${next}.`;
    case 'missing':
      return missing > 0
        ? `${missing} of the ${listed} versions of calls ${compared} ${missing === 1 ? 'is' : 'are'} not in the archive.`
        : `${unreadable} of the calls ${compared} had no readable id or version: it is not known whether they are in the archive.`;
    case 'uncompared':
      return `The day is sealed, but it was not compared with what Graph lists: ${row?.reason ?? 'no reason was given'}.`;
    case 'altered':
      return `${row?.unexplained ?? 0} files of this day were altered, removed or added after it had been sealed, and nobody gave a reason. call-archive verify names them and what to do.`;
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
