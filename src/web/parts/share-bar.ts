/** A bar that says how much of something was poor: by colour and by pattern; the words stand beside it. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';

export const shareBarHeight = 10;
const width = 56;

/** `total` 0: nothing has a verdict. */
export function shareBar(poor: number, total: number): Html {
  // The least share is still seen.
  const poorWidth = poor === 0 ? 0 : Math.max(3, Math.round((poor / total) * width));
  const ground = total === 0 ? html`fill="url(#mark-open)"` : html`class="fill-good"`;
  return html`<svg width="${width}" height="${shareBarHeight}" aria-hidden="true" focusable="false">
<rect ${ground} width="${width}" height="${shareBarHeight}" rx="2"/>
${poorWidth > 0 ? html`<rect width="${poorWidth}" height="${shareBarHeight}" rx="2" fill="url(#mark-poor)"/>` : ''}
</svg>`;
}
