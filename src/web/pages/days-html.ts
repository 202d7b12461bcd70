/** The calendar as a page: a table a month, newest month first, a word for every colour. */
import { html } from 'hono/html';
import type { CalendarDay } from '../openapi/day-answers.ts';
import type { DaysData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { sayCount } from '../parts/say-count.ts';
import { sayDate, sayMonth } from '../parts/say-dates.ts';
import type { DayVerdict } from '../seen/day-verdict.ts';
import { dayWords } from './day-words.ts';

/** What stands beside the number of a day, so that colour is not all that says it. */
const signs: Readonly<Record<DayVerdict, string>> = {
  altered: '!',
  missing: '✕',
  uncompared: '?',
  open: '◐',
  complete: '✓',
  due: '…',
  overdue: '!',
  before: '',
  unsealed: '',
  future: '',
};
const classes: Readonly<Record<DayVerdict, string>> = {
  altered: 'day-missing',
  missing: 'day-missing',
  uncompared: 'day-uncompared',
  open: 'day-open',
  complete: 'day-complete',
  due: 'day-due',
  overdue: 'day-missing',
  before: 'day-none',
  unsealed: 'day-none',
  future: 'day-none',
};
const silent: readonly DayVerdict[] = ['before', 'unsealed', 'future'];
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export function daysHtml(data: DaysData, look: Look): Html {
  const { year, years, days } = data;
  const months = [...Map.groupBy(days, ({ date }) => date.slice(0, 7))].reverse();
  // Of months in which nothing was sealed there is nothing to see, but for the newest.
  const shown = months.filter(
    ([, ofMonth], i) => i === 0 || ofMonth.some(({ verdict }) => !silent.includes(verdict)),
  );
  const count = (verdict: DayVerdict) => days.filter((day) => day.verdict === verdict).length;
  const kinds = (Object.keys(dayWords) as DayVerdict[]).filter((verdict) => count(verdict) > 0);
  return html`<p class="lede">${sayYear(data)}</p>
<p class="key">${kinds.map((kind) => html`<span><span class="day day-sample ${classes[kind]}">${signs[kind]}</span> ${dayWords[kind]} (${count(kind)})</span> `)}</p>
<div class="months">
${shown.map(([month, ofMonth]) => monthTable(month, ofMonth))}
</div>
<nav class="actions" aria-label="Years">${years.map((one) => html`<a class="button" href="${linkTo(look, `/days?year=${one}`)}"${one === year ? html` aria-current="page"` : ''}>${one}</a>`)}
<a href="${linkTo(look, `/days.json?year=${year}`)}">JSON</a></nav>`;
}

function sayYear({ year, days, sealsFrom }: Pick<DaysData, 'year' | 'days' | 'sealsFrom'>): string {
  if (sealsFrom === null)
    return 'No day is sealed yet: the first seal is made the day after the installation.';
  const sealed = days.filter(({ calls }) => calls !== null);
  const calls = sealed.reduce((sum, day) => sum + (day.calls ?? 0), 0);
  const counted =
    sealed.length === 0
      ? `No day of ${year} is sealed`
      : `${sayCount(calls, 'call')} on ${sayCount(sealed.length, 'sealed day')}; ${sayMissing(sealed)}`;
  return `${counted}. Days are in UTC; seals begin with ${sayDate(sealsFrom)}.`;
}

/** Says no more than was compared. */
function sayMissing(sealed: readonly CalendarDay[]): string {
  const compared = sealed.flatMap(({ missing }) => missing ?? []);
  if (compared.length === 0) return 'not compared with what Graph lists';
  const missing = compared.reduce((sum, count) => sum + count, 0);
  const gaps = `${missing === 0 ? 'none' : missing} that Graph listed ${missing > 1 ? 'are' : 'is'} missing`;
  return compared.length === sealed.length
    ? gaps
    : `${gaps} on the ${sayCount(compared.length, 'day')} compared with what it lists`;
}

function monthTable(month: string, days: readonly CalendarDay[]): Html {
  const [first] = days;
  // Monday comes first.
  const blanks = first ? (new Date(first.date).getUTCDay() + 6) % 7 : 0;
  const cells = [...Array.from({ length: blanks }, () => undefined), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) => cells.slice(i * 7, i * 7 + 7));
  return html`<section class="month"><table>
<caption>${sayMonth(month)}</caption>
<thead><tr>${weekdays.map((day) => html`<th scope="col">${day}</th>`)}</tr></thead>
<tbody>
${weeks.map((week) => html`<tr>${week.map(dayCell)}</tr>`)}
</tbody>
</table></section>`;
}

function dayCell(day: CalendarDay | undefined): Html {
  if (!day) return html`<td></td>`;
  const { date, verdict, calls, missing, url } = day;
  const number = Number(date.slice(8));
  const shown = calls === null ? signs[verdict] : `${signs[verdict]} ${shortened(calls)}`;
  const said = [
    sayDate(date),
    calls === null ? '' : sayCount(calls, 'call'),
    dayWords[verdict],
    missing ? `${missing} missing` : '',
  ];
  return html`<td><a class="day ${classes[verdict]}" href="${url}" data-item><span class="unseen">${said.filter(Boolean).join(', ')}</span><span aria-hidden="true">${number}</span><small aria-hidden="true">${shown}</small></a></td>`;
}

/** `128`, `12k`. */
function shortened(count: number): string {
  return count < 1000 ? String(count) : `${Math.round(count / 1000)}k`;
}
