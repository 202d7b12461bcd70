/** The filter of a list, to be changed: it is posted, so that the address of the list says moments in UTC. */
import { html } from 'hono/html';
import type { CallsData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { formatFrom, formatTo } from '../parts/say-dates.ts';
import { sayType } from '../parts/say-kind.ts';
import { listedBy } from '../seen/list-subject.ts';
import { callTypes } from './call-filter.ts';

export function callFilterForm({ filter }: CallsData, look: Look): Html {
  const { from, to, poor, failed, type } = filter;
  const dateOf = (text: string | null) => (text === null ? undefined : new Date(text));
  const hidden = listedBy.map((name) => {
    const hash = filter[name];
    return hash === null ? '' : html`<input type="hidden" name="${name}" value="${hash}">`;
  });
  return html`<form class="filter" method="post" action="${linkTo(look, '/')}" aria-label="Change the filter">
${hidden}
<div class="field"><label for="from">From</label><input id="from" name="from" value="${formatFrom(dateOf(from), look.zone)}" placeholder="tuesday, 7d" autocomplete="off"></div>
<div class="field"><label for="to">To</label><input id="to" name="to" value="${formatTo(dateOf(to), look.zone)}" placeholder="day included" autocomplete="off"></div>
<div class="field"><label for="type">Type</label><select id="type" name="type">
<option value="">any</option>
${callTypes.map((one) => html`<option value="${one}"${one === type ? html` selected` : ''}>${sayType(one)}</option>`)}
</select></div>
<label class="choice"><input type="checkbox" name="poor" value="1"${poor ? html` checked` : ''}> poor media</label>
<label class="choice"><input type="checkbox" name="failed" value="1"${failed ? html` checked` : ''}> failed</label>
<button>Apply</button>
</form>`;
}
