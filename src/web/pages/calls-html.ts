/** A list of calls as a page: the filter to change, a row a call, the way on. */
import { html } from 'hono/html';
import { formatLength, indexedWithoutQuality } from '../../reading/call-texts.ts';
import type { CallsData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { emptyState } from '../parts/empty-state.ts';
import { moment } from '../parts/moment.ts';
import { qualityKey, qualityMark } from '../parts/quality-mark.ts';
import { sayCount } from '../parts/say-count.ts';
import { sayType } from '../parts/say-kind.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { shownText } from '../parts/shown-text.ts';
import { listedBy } from '../seen/list-subject.ts';
import { callFilterForm } from './call-filter-form.ts';

type ListedCall = CallsData['calls'][number];

export function callsHtml(data: CallsData, look: Look): Html {
  const { calls, count, unknown, unreadable, next, filter } = data;
  const twin = (suffix: string) => `/calls.${suffix}${look.url.search}`;
  return html`<p class="quiet">${count}</p>
${unknown > 0 ? html`<p class="note">${unknown} ${unknown === 1 ? 'call is' : 'calls are'} left out: ${indexedWithoutQuality}.</p>` : ''}
${unreadable > 0 ? html`<p class="note">${sayCount(unreadable, 'row')} of the index cannot be read; call-archive reindex rebuilds the index.</p>` : ''}
${callFilterForm(data, look)}
${calls.length > 0 ? html`${tableOf(data, look)}${qualityKey}` : noCalls(data, look)}
${look.rights.calls === 'one' && calls.length > 0 ? html`<p class="quiet">Your role hides who else organized a call.</p>` : ''}
<div class="actions">
${next === null ? '' : html`<a class="button" href="${next}" rel="next">Older calls</a>`}
${filter.who === null ? '' : html`<a href="${linkTo(look, `/people/${filter.who}`)}">90 days of this person</a>`}
${calls.length > 0 ? html`<a href="${linkTo(look, twin('csv'))}" download>CSV of this page</a>` : ''}
<a href="${linkTo(look, twin('json'))}">JSON</a>
</div>`;
}

function tableOf({ calls, title, filter }: CallsData, look: Look): Html {
  const table = html`<table>
<thead><tr>
<th scope="col">Started</th><th scope="col" class="right">Length</th><th scope="col" class="right">People</th>
<th scope="col">${filter.who === null ? 'Media' : 'Their own media'}</th><th scope="col">Result</th><th scope="col">Organizer</th><th scope="col">Type</th><th scope="col">Call id</th>
</tr></thead>
<tbody>
${calls.map((call) => rowOf(call, linkTo(look, callPath(call, filter)), look))}
</tbody>
</table>`;
  return scrollRegion(title, table, { asCards: true });
}

/** A call of a person's list is opened as one of that person, who then stands first; a role may show no other. */
function callPath({ callId }: ListedCall, { who }: CallsData['filter']): string {
  return who === null ? `/calls/${callId}` : `/calls/${callId}?who=${who}`;
}

function rowOf(call: ListedCall, href: string, look: Look): Html {
  const { callId, startedAt, people, organizer, type } = call;
  const nobody = look.rights.calls === 'one' ? 'hidden' : 'not named by Graph';
  return html`<tr>
<th scope="row" class="narrow"><a class="open-row" href="${href}" data-item>${moment(startedAt, look, 'weekday')}</a></th>
<td class="right narrow" data-label="Length">${formatLength(call)}</td>
<td class="right narrow" data-label="People">${people}</td>
<td class="narrow whole" data-label="Media">${qualityMark(call)}</td>
<td class="whole" data-label="Result">${resultOf(call)}</td>
<td class="whole" data-label="Organizer">${organizer === undefined ? html`<span class="quiet">${nobody}</span>` : html`<bdi>${shownText(organizer)}</bdi>`}</td>
<td class="narrow whole" data-label="Type">${type === undefined ? '' : sayType(type)}</td>
<td class="narrow whole" data-label="Call id"><code title="${callId}">${callId.slice(0, 8)}…</code></td>
</tr>
`;
}

function resultOf({ failed, failedSessions = 0 }: ListedCall): Html | string {
  if (!failed) return html`<span class="quiet unbroken">no failure</span>`;
  const sessions = failedSessions > 0 ? ` (${sayCount(failedSessions, 'session')})` : '';
  return html`<span class="failed"><span class="unbroken">✕ failed</span>${sessions}</span>`;
}

const whatGraphGives =
  'Graph gives the record of a call up to 2½ hours after its end. Calls from before the archive was installed are there for the 30 days that Graph still had.';

function noCalls({ filter, subject, unknown }: CallsData, look: Look): Html {
  const { from, to, poor, failed, type, after } = filter;
  if (after !== null) return emptyState('There are no older calls.');
  const isNarrowed = from !== null || to !== null || poor || failed || type !== null;
  const by = listedBy.find((kind) => filter[kind] !== null);
  const nothing = unknown > 0 ? 'No call is known to be one of these.' : 'The archive has no such call.';
  if (isNarrowed && by !== undefined) {
    const whole = linkTo(look, `/calls?${by}=${filter[by]}`);
    return emptyState(
      nothing,
      html`<a href="${whole}" data-item>Show all calls without dates and filters</a>`,
    );
  }
  if (by === undefined) return emptyState(nothing, whatGraphGives);
  return emptyState(
    `The archive has no such call${subject.name === undefined ? '' : ' any longer'}.`,
    whatGraphGives,
    'Look at how the name, address or number is written, and search again.',
  );
}
