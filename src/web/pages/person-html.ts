/** 90 days of a person as a page: figures, small bars by day, and the same as a table. */
import { html } from 'hono/html';
import type { PersonData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { dayBars } from '../parts/day-bars.ts';
import { emptyState } from '../parts/empty-state.ts';
import { sayCount } from '../parts/say-count.ts';
import { sayDate, sayNumber, sayWeekday } from '../parts/say-dates.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { shareBar } from '../parts/share-bar.ts';

export function personHtml(data: PersonData, look: Look): Html {
  const { who, first, last, zone, calls, poor, failed, unknown, isCut, days } = data;
  const all = linkTo(look, `/calls?who=${who}`);
  const actions = html`<div class="actions"><a class="button" href="${all}" data-item>All calls</a> <a href="${linkTo(look, `/people/${who}.json`)}">JSON</a></div>`;
  if (calls === 0)
    return html`${emptyState(`The archive has no call of this person from ${sayDate(first)} to ${sayDate(last)}.`)}${actions}`;
  const daysWithCalls = days.filter((day) => day.calls > 0);
  return html`<p class="quiet">From ${sayDate(first)} to ${sayDate(last)}, days in ${zone}.${isCut ? ` The newest ${calls} calls are counted; there are more.` : ''}</p>
<ul class="figures">
<li><b>${sayNumber(calls)}</b> <span>${calls === 1 ? 'call' : 'calls'} on ${sayCount(daysWithCalls.length, 'day')}</span></li>
<li><b>${sayNumber(poor)}</b> <span>with poor media of their own (${share(poor, calls - unknown)})</span></li>
<li><b>${sayNumber(failed)}</b> <span>in which something failed</span></li>
${unknown > 0 ? html`<li><b>${unknown}</b> <span>of unknown quality: indexed by an earlier version</span></li>` : ''}
</ul>
${dayBars(days)}
${tableOf(data)}
${actions}`;
}

function tableOf({ days }: PersonData): Html {
  const shown = days.filter(({ calls }) => calls > 0).reverse();
  const table = html`<table>
<thead><tr><th scope="col">Day</th><th scope="col" class="right">Calls</th><th scope="col">With poor media of their own</th><th scope="col" class="right">Failed</th></tr></thead>
<tbody>
${shown.map(
  ({ date, calls, poor, failed, unknown, url }) => html`<tr>
<th scope="row"><a class="open-row" href="${url}" data-item>${sayWeekday(date)}</a></th>
<td class="right" data-label="Calls">${calls}</td>
<td class="whole" data-label="Poor"><span class="quality">${shareBar(poor, calls - unknown)} <span class="${poor > 0 ? 'poor' : 'quiet'}">${sayPoor(poor, calls - unknown, unknown)}</span></span></td>
<td class="right" data-label="Failed">${failed > 0 ? html`<span class="failed">${failed}</span>` : '0'}</td>
</tr>
`,
)}
</tbody>
</table>`;
  return scrollRegion('Days with calls, newest first', table, { asCards: true });
}

/** `1 of 5`, `0 of 2, 1 not known`, `not known`. */
function sayPoor(poor: number, known: number, unknown: number): string {
  if (known === 0) return 'not known';
  return `${poor} of ${known}${unknown > 0 ? `, ${unknown} not known` : ''}`;
}

function share(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((100 * part) / whole)}%` : 'not known';
}
