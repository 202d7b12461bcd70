/** A small bar a day: calls, and those of them with poor media. The table below it says the same. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';
import { sayCount } from './say-count.ts';
import { sayDate } from './say-dates.ts';
import { scrollRegion } from './scroll-region.ts';
import { shareBarHeight } from './share-bar.ts';

export interface DayBar {
  /** `YYYY-MM-DD` */
  date: string;
  calls: number;
  /** Of these calls. */
  poor: number;
}

const [step, barWidth, plotHeight, gutter, top, foot] = [10, 8, 96, 32, 8, 18];

export function dayBars(days: readonly DayBar[]): Html {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  // What counts the bars stands at the right, where the newest are: on a phone one sees these first.
  const width = days.length * step;
  const base = top + plotHeight;
  const chart = html`<svg viewBox="0 0 ${width + gutter} ${base + foot}" role="img" aria-label="Calls by day. The table below says when." focusable="false">
<line x1="0" x2="${width}" y1="${top}" y2="${top}"/>
<line x1="0" x2="${width}" y1="${base}" y2="${base}"/>
<text x="${width + 6}" y="${top + 4}">${most}</text>
<text x="${width + 6}" y="${base}">0</text>
${days.map((day, i) => barOf(day, i * step + 1, base, most))}
</svg>`;
  return html`<figure class="chart">
${scrollRegion('Calls by day', chart)}
<figcaption class="key">
<span><svg width="20" height="${shareBarHeight}" aria-hidden="true"><rect class="fill-calls" width="20" height="${shareBarHeight}" rx="2"/></svg> calls</span>
<span><svg width="20" height="${shareBarHeight}" aria-hidden="true"><rect width="20" height="${shareBarHeight}" rx="2" fill="url(#mark-poor)"/></svg> with poor media of their own</span>
</figcaption>
</figure>`;
}

function barOf({ date, calls, poor }: DayBar, x: number, base: number, most: number): Html {
  const heightOf = (count: number) => Math.round((count / most) * plotHeight);
  const isFirstOfMonth = date.endsWith('-01');
  const label = isFirstOfMonth || date.endsWith('-15') ? sayDate(date).split(' ').slice(0, 2).join(' ') : '';
  return html`<g><title>${sayDate(date)}: ${sayCount(calls, 'call')}, ${poor} with poor media</title>
${isFirstOfMonth ? html`<line x1="${x - 1}" x2="${x - 1}" y1="${base}" y2="${base + 5}"/>` : ''}
${calls > 0 ? html`<rect class="fill-calls" x="${x}" y="${base - heightOf(calls)}" width="${barWidth}" height="${heightOf(calls)}"/>` : ''}
${poor > 0 ? html`<rect x="${x}" y="${base - heightOf(poor)}" width="${barWidth}" height="${heightOf(poor)}" fill="url(#mark-poor)"/>` : ''}
${label === '' ? '' : html`<text x="${x + 2}" y="${base + 14}">${label}</text>`}
</g>`;
}
