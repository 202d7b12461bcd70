/** The page that asks for a ticket before anybody or any call is shown. */
import { html } from 'hono/html';
import type { Html, Look } from '../page.ts';
import { makeProblem } from '../problem.ts';

export const ticketMissing = makeProblem(
  'ticket-missing',
  'Nobody and no call is shown without the number of a ticket; it goes into the access log.',
  { advice: 'Add it to the address as ticket=NUMBER: letters, digits and . _ # -, at most 64.' },
);

/** A form that asks for the same again with the ticket, and posts what was posted. */
export function askTicketPage({ url, form }: Pick<Look, 'url' | 'form'>): Html {
  const others = [...(form ?? url.searchParams)].filter(([name]) => name !== 'ticket');
  const [method, action] = form ? ['post', `${url.pathname}${url.search}`] : ['get', url.pathname];
  return html`<p>${ticketMissing.detail}</p>
<form method="${method}" action="${action}">
${others.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="ticket">Ticket</label>
<input id="ticket" name="ticket" required maxlength="64" pattern="[A-Za-z0-9._#\\-]+" autocomplete="off" aria-describedby="ticket-hint">
<button>Continue</button>
<p class="hint" id="ticket-hint">letters, digits and . _ # -, at most 64</p>
</form>`;
}
