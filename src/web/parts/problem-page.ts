/** A problem as a page: the same words as in its JSON. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';
import type { HttpProblem } from '../problem.ts';

export function problemPage({ detail, advice }: HttpProblem): Html {
  return html`<div class="problem">
<p>${detail}</p>
${advice ? html`<p class="quiet">${advice}</p>` : ''}
</div>`;
}
