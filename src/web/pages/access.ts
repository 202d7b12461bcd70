/** `/access`: who looked at what on a UTC day, for auditors. */
import { html } from 'hono/html';
import { ShapeError } from '../../errors.ts';
import { isUtcDay, utcDay } from '../../model/day-window.ts';
import { asOrganizer, findMeetingKey, userKey } from '../../model/find-key.ts';
import { hashFindKey, isFindKeyHash } from '../../model/index-rows.ts';
import { formatCsvRow } from '../../reading/format-csv.ts';
import type { AccessData } from '../openapi/page-answers.ts';
import { type Answer, type Html, type Look, linkTo, type Page, refuse } from '../page.ts';
import { sayCount } from '../parts/say-count.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { shownText } from '../parts/shown-text.ts';
import { makeProblem } from '../problem.ts';

const maxLooks = 500;
const maxTyped = 20;
/** Each text is looked for as one who took part, and as one who organized. */
const maxHashes = 2 * maxTyped;

export const accessPage: Page<AccessData> = {
  path: '/access',
  isFor: ({ accessLog }) => accessLog,
  takesForm: true,
  subject: ({ url }) => ({ what: 'access log', who: whoIn(url)[0] }),
  async read({ url, form, now, seen }) {
    const today = utcDay(now);
    if (form) return redirectTo(url.pathname, form, today);
    const date = url.searchParams.get('date') || today;
    const who = whoIn(url);
    if (!isUtcDay(date)) return refuse(notADay);
    if (who.length > maxHashes || !who.every(isFindKeyHash)) return refuse(notAHash);
    const { looks, hasMore, unreadable } = await seen.access.listLooks(date, { who, max: maxLooks });
    return {
      kind: 'data',
      data: {
        date,
        who,
        looks: looks.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
        hasMore,
        unreadable,
      },
    };
  },
  html: (data, look) => ({ title: `Looks on ${data.date}`, main: mainOf(data, look) }),
  csv: ({ looks }) =>
    [
      formatCsvRow(['time', 'reader', 'reader_id', 'roles', 'what', 'who', 'call_id', 'ticket']),
      ...looks.map(({ at, reader, roles, what, who, callId, ticket }) =>
        formatCsvRow([at, reader.name, reader.id, roles, what, who, callId, ticket]),
      ),
    ].join(''),
};

function whoIn(url: URL): string[] {
  return url.searchParams.getAll('who').filter(Boolean);
}

const notADay = makeProblem('not-a-day', 'date must be a UTC day such as 2026-11-20.');
const notAHash = makeProblem('not-a-hash', `who must be 32 hexadecimal digits, at most ${maxHashes} times.`);

/** Names stay out of the address: what was typed becomes hashes, and the page is opened with them, in the same form. */
function redirectTo(path: string, form: URLSearchParams, today: string): Answer<AccessData> {
  const query = new URLSearchParams({ date: form.get('date') || today });
  const typed = (form.get('text') ?? '').split(/[\n,;]/).flatMap((text) => text.trim() || []);
  if (typed.length > maxTyped) return refuse(tooManyTyped);
  try {
    for (const key of typed.flatMap(keysOf)) query.append('who', hashFindKey(key));
  } catch (error) {
    if (error instanceof ShapeError) return refuse(notAPerson);
    throw error;
  }
  return { kind: 'redirect', to: `${path}?${query}` };
}

const tooManyTyped = makeProblem('too-many-people', `At most ${maxTyped} can be asked for at a time.`);
const notAPerson = makeProblem(
  'nobody-meant',
  'Give object ids, user principal names, numbers or meeting links, one a line. A display name is none of these.',
);

/** Somebody is looked for as one who took part, or who organized. Throws ShapeError for what is not a key. */
function keysOf(text: string): string[] {
  const meeting = findMeetingKey(text);
  if (meeting !== undefined) return [meeting];
  const key = userKey(text);
  return [key, asOrganizer(key)];
}

function mainOf(data: AccessData, look: Look): Html {
  const { date, who, looks, hasMore, unreadable } = data;
  return html`<p>${sayHowMany(looks.length, hasMore)} on ${date} (UTC)${who.length > 0 ? html` at ${sayWho(who)}` : ''}${looks.length > 1 ? ', newest first' : ''}.</p>
${hasMore ? html`<p>Earlier looks of that day are in the container call-access.</p>` : ''}
${unreadable > 0 ? html`<p>${sayCount(unreadable, 'line')} of that day cannot be read.</p>` : ''}
${filters(data, look)}
${looks.length > 0 ? tableOf(data, look) : ''}
<div class="actions">
${who.length > 0 ? html`<a href="${linkTo(look, `/access?date=${date}`)}">All looks of this day</a>` : ''}
${looks.length > 0 ? html`<a href="${linkTo(look, `/access.csv?${queryOf(data)}`)}" download>CSV</a>` : ''}
<a href="${linkTo(look, `/access.json?${queryOf(data)}`)}">JSON</a>
</div>`;
}

function filters({ date, who }: AccessData, look: Look): Html {
  return html`<form method="get" action="/access">
${who.map((hash) => html`<input type="hidden" name="who" value="${hash}">`)}
${look.ticket === undefined ? '' : html`<input type="hidden" name="ticket" value="${look.ticket}">`}
<p><label for="date">Day (UTC)</label> <input id="date" name="date" type="date" value="${date}" required> <button>Show</button></p>
</form>
<form method="post" action="${linkTo(look, '/access')}">
<input type="hidden" name="date" value="${date}">
<p><label for="text">Only looks at (object ids, user principal names, numbers, meeting links; one a line)</label></p>
<p><textarea id="text" name="text" rows="2" cols="60" aria-describedby="text-hint"></textarea> <button>Filter</button></p>
<p class="hint" id="text-hint">Whoever was found by name is noted by object id, and by user principal name who was found by that: give both.</p>
</form>`;
}

function tableOf(data: AccessData, look: Look): Html {
  const table = html`<table>
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Reader</th><th scope="col">Role</th><th scope="col">Looked at</th><th scope="col">Whom or which call</th><th scope="col">Ticket</th></tr></thead>
<tbody>
${data.looks.map((entry) => rowOf(entry, data.date, look))}
</tbody>
</table>`;
  return scrollRegion('Looks', table, { asCards: true });
}

function rowOf(entry: AccessData['looks'][number], date: string, look: Look): Html {
  const { at, reader, roles, what, who, callId, ticket } = entry;
  return html`<tr>
<th scope="row">${at.slice(11, 19)}</th><td class="whole" data-label="Reader"><bdi>${shownText(reader.name)}</bdi></td><td class="whole" data-label="Role">${roles.join(', ')}</td><td class="whole" data-label="Looked at">${what}</td>
<td class="whole" data-label="Whom">${who ? html`<a href="${linkTo(look, `/access?${queryOf({ date, who: [who] })}`)}"><code>${who}</code></a>` : ''}${callId ? html` <code>${callId}</code>` : ''}</td>
<td class="whole" data-label="Ticket">${ticket ?? ''}</td>
</tr>
`;
}

function queryOf({ date, who }: Pick<AccessData, 'date' | 'who'>): string {
  return new URLSearchParams([
    ['date', date],
    ...who.map((hash): [string, string] => ['who', hash]),
  ]).toString();
}

function sayWho(who: readonly string[]): string {
  return who.length === 1 ? `the hash ${who[0]}` : `any of ${who.length} hashes`;
}

function sayHowMany(count: number, hasMore: boolean): string {
  if (hasMore) return `The last ${count} looks`;
  return count === 1 ? 'One look' : `${count === 0 ? 'No' : count} looks`;
}
