/** How good a call was, as a bar and in words: by colour, by pattern and by number. */
import { html } from 'hono/html';
import { qualityOfRow, type RowStreams, streamsOfRow } from '../../model/row-quality.ts';
import type { Html } from '../page.ts';
import { shareBar, shareBarHeight } from './share-bar.ts';

const height = shareBarHeight;

/** The patterns of marks, once a page: what is poor is striped, what has no verdict is dotted. */
export const markPatterns = html`<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="mark-poor" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="fill-poor" width="5" height="5"/><rect class="fill-ink" width="1.6" height="5"/></pattern>
<pattern id="mark-open" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="fill-open" width="5" height="5"/><circle class="fill-ink" cx="2.5" cy="2.5" r="0.8"/></pattern>
</defs></svg>`;

/** Of a row that was found by a person's key: of that person's own streams. */
export function qualityMark(row: RowStreams): Html {
  const { poor, classified } = streamsOfRow(row) ?? { poor: 0, classified: 0 };
  return html`<span class="quality">${shareBar(poor, classified)} <span class="${qualityOfRow(row) === 'poor' ? 'poor' : 'quiet'}">${sayQuality(row)}</span></span>`;
}

/** `2 of 10 poor`, `10 good`, `no verdict`, `not known`. */
export function sayQuality(row: RowStreams): string {
  const streams = streamsOfRow(row);
  if (!streams) return 'not known';
  const { poor, classified } = streams;
  if (classified === 0) return 'no verdict';
  return poor === 0 ? `${classified} good` : `${poor} of ${classified} poor`;
}

/** What the marks mean. */
export const qualityKey = html`<p class="key">
<span><svg width="20" height="${height}" aria-hidden="true"><rect class="fill-good" width="20" height="${height}" rx="2"/></svg> good</span>
<span><svg width="20" height="${height}" aria-hidden="true"><rect width="20" height="${height}" rx="2" fill="url(#mark-poor)"/></svg> poor</span>
<span><svg width="20" height="${height}" aria-hidden="true"><rect width="20" height="${height}" rx="2" fill="url(#mark-open)"/></svg> no verdict: Graph has no measurements, or the index does not know</span>
</p>`;
