/** `/access`: who looked at what on a UTC day, for auditors. */
import { html } from 'hono/html';
import type { AccessEntry } from '../../model/access-entry.ts';
import { type Html, type Look, linkTo, type Page } from '../page.ts';
import { makeProblem } from '../problem.ts';

interface AccessData {
  /** UTC, `YYYY-MM-DD`. */
  date: string;
  who: string | null;
  looks: (Omit<AccessEntry, 'at'> & { at: string })[];
  hasMore: boolean;
  unreadable: number;
}

/** A page of a busy day; the rest is in the blobs. */
const maxLooks = 500;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;
const hashForm = /^[0-9a-f]{32}$/;

export const accessPage: Page<AccessData> = {
  path: '/access',
  isFor: ({ accessLog }) => accessLog,
  subject: ({ url }) => ({ what: 'access log', who: url.searchParams.get('who') ?? undefined }),
  async read({ url, now, seen }) {
    const date = url.searchParams.get('date') || now.toISOString().slice(0, 10);
    const who = url.searchParams.get('who') || undefined;
    if (!dayForm.test(date) || Number.isNaN(Date.parse(date))) return { kind: 'problem', problem: notADay };
    if (who !== undefined && !hashForm.test(who)) return { kind: 'problem', problem: notAHash };
    const { looks, hasMore, unreadable } = await seen.access.listLooks(date, { who, max: maxLooks });
    return {
      kind: 'data',
      data: {
        date,
        who: who ?? null,
        looks: looks.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
        hasMore,
        unreadable,
      },
    };
  },
  html: (data, look) => ({ title: `Looks on ${data.date}`, main: tableOf(data, look) }),
};

const notADay = makeProblem('wrong-query', 400, 'Not a day', 'date must be a UTC day such as 2026-11-20.');
const notAHash = makeProblem('wrong-query', 400, 'Not a hash', 'who must be 32 hexadecimal digits.');

function tableOf({ date, who, looks, hasMore, unreadable }: AccessData, look: Look): Html {
  return html`<p>${sayHowMany(looks.length, hasMore)} on ${date} (UTC)${who ? html` at <code>${who}</code>` : ''}, newest first.</p>
${unreadable > 0 ? html`<p>${unreadable} lines of that day cannot be read.</p>` : ''}
<table>
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Reader</th><th scope="col">Role</th><th scope="col">Looked at</th><th scope="col">Whom or which call</th><th scope="col">Ticket</th></tr></thead>
<tbody>
${looks.map((entry) => rowOf(date, entry, look))}
</tbody>
</table>`;
}

function rowOf(
  date: string,
  { at, reader, roles, what, who, callId, ticket }: AccessData['looks'][number],
  look: Look,
): Html {
  return html`<tr>
<td>${at.slice(11, 19)}</td><td>${reader.name}</td><td>${roles.join(', ')}</td><td>${what}</td>
<td>${who ? html`<a href="${linkTo(look, `/access?date=${date}&who=${who}`)}"><code>${who}</code></a>` : ''}${callId ? html` <code>${callId}</code>` : ''}</td>
<td>${ticket ?? ''}</td>
</tr>
`;
}

function sayHowMany(count: number, hasMore: boolean): string {
  if (hasMore) return `The last ${count} looks`;
  return count === 1 ? 'One look' : `${count === 0 ? 'No' : count} looks`;
}
