/** `/days`: a year of the archive as a calendar: which days are complete and sealed. */
import { daysBetween } from '../../model/day-ranges.ts';
import { utcDay } from '../../model/day-window.ts';
import type { DaysData } from '../openapi/page-answers.ts';
import type { Answer, Look, Page } from '../page.ts';
import { linkTo, refuse } from '../page.ts';
import { makeProblem } from '../problem.ts';
import { daysHtml } from './days-html.ts';

export const daysPage: Page<DaysData> = {
  path: '/days',
  isFor: ({ days }) => days,
  // Counts of days name nobody.
  subject: () => undefined,
  read: readDays,
  html: (data, look) => ({ title: `Days of ${data.year}`, main: daysHtml(data, look) }),
};

async function readDays(look: Look): Promise<Answer<DaysData>> {
  const { url, now, seen } = look;
  const today = utcDay(now);
  const year = url.searchParams.get('year') || today.slice(0, 4);
  if (!/^20\d\d$/.test(year)) return refuse(notAYear);
  const { head, rows, judge } = await seen.days.list(now);
  const last = year === today.slice(0, 4) ? today : `${year}-12-31`;
  const days = [...daysBetween(`${year}-01-01`, last)].map((date) => {
    const row = rows.get(date);
    return {
      date,
      verdict: judge(date),
      calls: row?.calls ?? null,
      missing: row?.graph ? row.graph.missing : null,
      url: linkTo(look, `/days/${date}`),
    };
  });
  const years = [...new Set([...rows.keys(), today].map((day) => day.slice(0, 4)))].sort();
  return { kind: 'data', data: { year, years, sealsFrom: head?.sealsFrom ?? null, days } };
}

const notAYear = makeProblem('not-a-year', 'year must be a year such as 2026.');
