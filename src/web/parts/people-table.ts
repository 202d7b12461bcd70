/** Who was in a call, and when: a page of people, with links to their other calls. */
import { html } from 'hono/html';
import { type Html, type Look, linkTo } from '../page.ts';
import type { PeopleOnPage, ShownPerson } from '../seen/gather-call-page.ts';
import { moment } from './moment.ts';
import { sayCount } from './say-count.ts';
import { scrollRegion } from './scroll-region.ts';
import { shownText } from './shown-text.ts';

export function peopleTable({ total, page, pages, shown }: PeopleOnPage, look: Look): Html {
  const count = `${sayCount(total, 'person', 'people')}${pages > 1 ? `, page ${page} of ${pages}` : ''}`;
  const table = html`<table>
<caption>${count}</caption>
<thead><tr><th scope="col">Who</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
<tbody>
${shown.length > 0 ? shown.map((person) => personRow(person, look)) : html`<tr><td colspan="3">${page > pages ? 'There are no more people.' : 'Graph names nobody.'}</td></tr>`}
</tbody>
</table>`;
  return html`${scrollRegion('The people of this call', table, { asCards: true })}
${pages > 1 ? pageLinks(page, pages, look) : ''}`;
}

function personRow({ who, userPrincipalName, hash, joined, left }: ShownPerson, look: Look): Html {
  const name = html`<bdi>${shownText(who)}</bdi>`;
  const upn = userPrincipalName === who ? undefined : userPrincipalName;
  return html`<tr>
<th scope="row">${hash ? html`<a href="${linkTo(look, `/people/${hash}`)}">${name}</a>` : name}${upn ? html` <bdi class="quiet">${shownText(upn)}</bdi>` : ''}</th>
${joined || left ? html`<td class="whole" data-label="From">${joined ? moment(joined, look) : 'unknown'}</td><td class="whole" data-label="To">${left ? moment(left, look) : 'unknown'}</td>` : html`<td colspan="2">in no session with known times</td>`}
</tr>
`;
}

function pageLinks(page: number, pages: number, look: Look): Html {
  const to = (wanted: number, words: string) => {
    const url = new URL(look.url);
    url.searchParams.set('people', String(wanted));
    return html`<a href="${url.pathname}${url.search}">${words}</a>`;
  };
  return html`<nav aria-label="People of this call"><p>${page > 1 ? to(Math.min(page - 1, pages), 'Previous people') : ''} ${page < pages ? to(page + 1, 'Further people') : ''}</p></nav>`;
}
