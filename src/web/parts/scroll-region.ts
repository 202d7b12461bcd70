/** What may be wider than the screen, such as a table: it scrolls by itself, with the keyboard too. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';

/** `asCards`: on a narrow screen each row of the table is a card; its cells have their names in `data-label`. */
export function scrollRegion(label: string, content: Html, { asCards = false } = {}): Html {
  return html`<div class="scroll${asCards ? ' cards' : ''}" role="region" aria-label="${label}" tabindex="0">
${content}
</div>`;
}
