/** What a page says where there is nothing to show: why, and what to do. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';

export function emptyState(why: string, ...advice: (string | Html)[]): Html {
  return html`<div class="empty">
<p>${why}</p>
${advice.map((line) => html`<p class="quiet">${line}</p>`)}
</div>`;
}
