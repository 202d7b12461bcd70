/** The timeline of a call as a table: the same as the picture, for those who do not see it or want to read it. */

import { html } from 'hono/html';
import { verdictWords } from '../../quality/classify-stream.ts';
import type { Html } from '../page.ts';
import { shownText } from '../parts/shown-text.ts';
import type { Timeline, TimelineBar, TimelineMark, TimelineRow } from './make-timeline.ts';
import { sayBar, sayMark } from './say-timeline.ts';
import { formatClockTime } from './time-axis.ts';

export function timelineTable({ rows }: Timeline, zone: string): Html {
  return html`<table class="timeline-table">
<caption>Who heard, said, saw and showed what, from when to when; times are of ${zone}</caption>
<thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">How good</th></tr></thead>
${rows.map((row) => bodyOf(row, zone))}
</table>`;
}

function bodyOf(row: TimelineRow, zone: string): Html {
  const entries = [...row.bars, ...row.marks].sort((one, other) => (one.from < other.from ? -1 : 1));
  return html`<tbody>
<tr><th scope="rowgroup" colspan="3"><bdi>${shownText(row.who)}</bdi></th></tr>
${entries.map((entry) => entryRow(entry, zone))}
${row.further > 0 ? html`<tr><td colspan="3">and ${row.further} more</td></tr>` : ''}
</tbody>
`;
}

function entryRow(entry: TimelineBar | TimelineMark, zone: string): Html {
  const [what, verdict] =
    'lane' in entry
      ? [sayBar(entry), `${verdictWords[entry.verdict]} (${entry.reason})`]
      : [sayMark(entry), ''];
  return html`<tr><td>${timesOf(entry, zone)}</td><td>${what}</td><td>${verdict}</td></tr>
`;
}

function timesOf({ from, to }: TimelineBar | TimelineMark, zone: string): Html {
  return from === to ? clockTime(from, zone) : html`${clockTime(from, zone)} – ${clockTime(to, zone)}`;
}

function clockTime(time: string, zone: string): Html {
  const utc = `${time.slice(0, 19).replace('T', ' ')} UTC`;
  return html`<time datetime="${time}" title="${utc}">${formatClockTime(new Date(time), zone)}</time>`;
}
