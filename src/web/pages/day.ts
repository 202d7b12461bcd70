/** `/days/{date}`: one UTC day of the archive: what its newest seal says, what is missing, what is claimed. */
import { isUtcDay } from '../../model/day-window.ts';
import type { DayData } from '../openapi/page-answers.ts';
import type { Answer, Look, Page } from '../page.ts';
import { refuse } from '../page.ts';
import { sayWeekday } from '../parts/say-dates.ts';
import { makeProblem } from '../problem.ts';
import { dayHtml } from './day-html.ts';
import { sayOfDay } from './day-words.ts';

export const dayPage: Page<DayData> = {
  path: '/days/:date',
  isFor: ({ days }) => days,
  subject: () => undefined,
  read: readDay,
  html: (data, look) => ({ title: sayWeekday(data.date), main: dayHtml(data, look) }),
};

async function readDay({ params, seen, now }: Look): Promise<Answer<DayData>> {
  const date = params['date'] ?? '';
  if (!isDay(date)) return refuse(notADay);
  const day = await seen.days.find(date, now);
  const { verdict, row, seal, nextSealAt, claim, notClaimed } = day;
  const read = seal && 'sha256' in seal ? seal : undefined;
  return {
    kind: 'data',
    data: {
      date,
      verdict,
      words: sayOfDay(date, day),
      calls: row?.calls ?? null,
      nextSealAt: nextSealAt ?? null,
      sealed: row
        ? {
            sequence: row.sequence,
            sha256: read?.sha256 ?? null,
            sealedAt: row.sealedAt,
            state: row.state,
            listedAt: row.listedAt,
            manifest: row.manifest,
            unreadable: seal && 'unreadable' in seal ? seal.unreadable : null,
          }
        : null,
      comparison: row?.graph ?? null,
      reason: row?.reason ?? null,
      missing: read?.missing ?? [],
      unexplained: row?.unexplained ?? 0,
      changes: read?.changes ?? [],
      claim,
      notClaimed,
    },
  };
}

function isDay(text: string): boolean {
  return text.startsWith('20') && isUtcDay(text);
}

const notADay = makeProblem('no-such-day', 'A day is written like 2026-11-20.');
