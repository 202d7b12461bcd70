/** The search box as a page, with what was wrong at its field, or with the people among whom to choose. */
import { html } from 'hono/html';
import type { SearchData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { shownText } from '../parts/shown-text.ts';
import { listedBy } from '../seen/list-subject.ts';
import type { FilterFault } from './call-filter.ts';

/** What was wrong is said at its field. */
export type SearchShown = SearchData | { wrong: FilterFault };
type Candidates = Extract<SearchData, { candidates: unknown }>;

export function searchHtml(data: SearchShown, look: Look): Html {
  if (look.rights.calls === 'none') return linksOfAuditor(look);
  const wrong = 'wrong' in data ? data.wrong : undefined;
  if ('candidates' in data) return html`${candidatesOf(data)}${searchForm(look, { isChoice: true })}`;
  return wrong && isOfList(look) ? listForm(look, wrong) : searchForm(look, { wrong });
}

/** Whether the filter of a list was posted: whose list it is must not be asked for again. */
export function isOfList({ form }: Pick<Look, 'form'>): boolean {
  return listedBy.some((name) => form?.get(name));
}

function listForm(look: Look, wrong: FilterFault): Html {
  const typed = (name: string) => look.form?.get(name) ?? '';
  const kept = [...listedBy, 'type'].filter((name) => typed(name) !== '' && name !== wrong.field);
  return html`<form class="search" method="post" action="${linkTo(look, '/')}">
${kept.map((name) => html`<input type="hidden" name="${name}" value="${typed(name)}">`)}
${isDateField(wrong.field) ? '' : faultOf(wrong.field, wrong)}
<div class="fields">
${dateFields(typed, wrong)}
</div>
${onlyChoice(typed)}
<div><button class="main-button">Show the calls</button></div>
</form>`;
}

function isDateField(field: string): boolean {
  return field === 'from' || field === 'to';
}

function dateFields(typed: (name: string) => string, wrong: FilterFault | undefined): Html {
  return html`${dateField(fromField, typed('from'), wrong)}
${dateField(toField, typed('to'), wrong)}`;
}

function onlyChoice(typed: (name: string) => string): Html {
  const isChecked = (name: string) => (typed(name) === '1' ? html` checked` : '');
  return html`<fieldset><legend>Only calls</legend><div class="choices">
<label class="choice"><input type="checkbox" name="poor" value="1"${isChecked('poor')}> with poor media</label>
<label class="choice"><input type="checkbox" name="failed" value="1"${isChecked('failed')}> in which something failed</label>
</div></fieldset>`;
}

function searchForm(
  look: Look,
  { wrong, isChoice = false }: { wrong?: FilterFault | undefined; isChoice?: boolean },
): Html {
  const { rights, form, ticket } = look;
  const typed = (name: string) => form?.get(name) ?? '';
  return html`<search><form class="search" method="post" action="${linkTo(look, '/')}">
<div class="field">
<label class="label-large" for="q">${rights.calls === 'one' ? 'Person or number' : 'Person, number, call or meeting'}</label>
<div class="box"><input id="q" name="q" value="${typed('q')}" autocomplete="off" spellcheck="false" maxlength="4096" required${isChoice || (wrong && wrong.field !== 'q') ? '' : html` autofocus`} data-search${describedBy('q', wrong)}><button class="main-button">Search</button></div>
${faultOf('q', wrong)}
<p class="hint" id="q-hint">${rights.calls === 'one' ? 'A name, a user principal name, an object id or a phone number.' : 'A name, a user principal name, an object id, a phone number, a call id, or a meeting link pasted from a calendar.'}</p>
</div>
<div class="fields">
${dateFields(typed, wrong)}
${ticketField(form?.get('ticket') ?? ticket ?? '')}
</div>
<div class="fields">
${onlyChoice(typed)}
${rights.calls === 'all' ? whatChoice(typed('what')) : ''}
</div>
</form></search>`;
}

function ticketField(value: string): Html {
  return html`<div class="field">
<label for="ticket">Ticket</label>
<input id="ticket" name="ticket" title="letters, digits and . _ # -" value="${value}" maxlength="64" pattern="[A-Za-z0-9._#\\-]+" autocomplete="off" aria-describedby="ticket-hint">
<p class="hint" id="ticket-hint">its number, for the access log</p>
</div>`;
}

const fromField = { name: 'from', label: 'From', hint: 'tuesday, 2026-06-02, 7d' };
const toField = { name: 'to', label: 'To', hint: 'that day included; or tuesday 15:00' };

function dateField(
  { name, label, hint }: typeof fromField,
  value: string,
  wrong: FilterFault | undefined,
): Html {
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" autocomplete="off"${describedBy(name, wrong)}${wrong?.field === name ? html` autofocus` : ''}>
${faultOf(name, wrong)}
<p class="hint" id="${name}-hint">${hint}</p>
</div>`;
}

function whatChoice(chosen: string): Html {
  const isOrganized = chosen === 'organized';
  return html`<fieldset><legend>That they</legend><div class="choices">
<label class="choice"><input type="radio" name="what" value="taken-part"${isOrganized ? '' : html` checked`}> took part in</label>
<label class="choice"><input type="radio" name="what" value="organized"${isOrganized ? html` checked` : ''}> organized</label>
</div></fieldset>`;
}

function describedBy(name: string, wrong: FilterFault | undefined): Html {
  return wrong?.field === name
    ? html` aria-invalid="true" aria-describedby="${name}-wrong ${name}-hint"`
    : html` aria-describedby="${name}-hint"`;
}

function faultOf(name: string, wrong: FilterFault | undefined): Html | string {
  return wrong?.field === name ? html`<p class="wrong" id="${name}-wrong">${wrong.words}</p>` : '';
}

function candidatesOf({ candidates, more, isCut }: Candidates): Html {
  const table = html`<table>
<thead><tr><th scope="col">Name</th><th scope="col">User principal name</th><th scope="col">Kind</th><th scope="col">Last call</th></tr></thead>
<tbody>
${candidates.map(
  ({ name, upn, kind, lastSeen, url }) => html`<tr>
<th scope="row"><a class="open-row" href="${url}" data-item><bdi>${shownText(name)}</bdi></a></th>
<td class="whole" data-label="Address">${upn === undefined ? '' : html`<bdi>${shownText(upn)}</bdi>`}</td>
<td class="whole" data-label="Kind">${shownText(kind, 40)}</td>
<td class="whole" data-label="Last call"><span class="unbroken">${lastSeen}</span></td>
</tr>
`,
)}
</tbody>
</table>`;
  return html`<p>${sayHowMany(candidates.length, more, isCut)}</p>
${scrollRegion('People of this name', table, { asCards: true })}`;
}

function sayHowMany(shown: number, more: number, isCut: boolean): string {
  if (isCut && shown === 1)
    return 'More people may have this name than the one listed. Write more of the name.';
  if (isCut)
    return `More than ${shown + more} people have this name; ${shown} are listed. Write more of the name.`;
  if (more > 0) return `${shown + more} people have this name; ${shown} are listed. Write more of the name.`;
  return `${shown} people have this name. Choose one to see their calls.`;
}

function linksOfAuditor(look: Look): Html {
  const { rights } = look;
  return html`<p class="lede">Your role shows no calls. It shows how complete the archive is, and who looked at what.</p>
<ul>
${rights.days ? html`<li><a href="${linkTo(look, '/days')}" data-item>Days of the archive</a>: compared with Graph, sealed, what is missing</li>` : ''}
${rights.accessLog ? html`<li><a href="${linkTo(look, '/access')}" data-item>Access log</a>: who looked at which calls</li>` : ''}
</ul>`;
}
