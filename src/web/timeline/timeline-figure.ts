/** The timeline of a call as a picture: a row a person, in it a lane for what they heard, said, saw and showed. */
import { html } from 'hono/html';
import { type Verdict, verdictWords } from '../../quality/classify-stream.ts';
import type { Html } from '../page.ts';
import { shownText } from '../parts/shown-text.ts';
import {
  type Lane,
  lanes,
  type Timeline,
  type TimelineBar,
  type TimelineMark,
  type TimelineRow,
} from './make-timeline.ts';
import { sayBar, sayMark, sayTimes } from './say-timeline.ts';
import { placeSpan, placeTicks, type Tick } from './time-axis.ts';

/** Pixels; the width is that of the page. */
const laneHeight = 16;
const barHeight = 10;

/** The last is drawn on top. */
const drawingOrder: readonly Verdict[] = ['unclassified', 'good', 'poor'];

/** Told apart by colour, by pattern and by word. The patterns are in the frame of the page. */
const fills: Readonly<Record<Verdict, Html>> = {
  good: html`class="fill-good"`,
  poor: html`fill="url(#mark-poor)"`,
  unclassified: html`fill="url(#mark-open)"`,
};

export function timelineFigure(timeline: Timeline, zone: string): Html {
  const ticks = placeTicks(timeline, zone);
  return html`<figure class="timeline">
<figcaption class="key">${drawingOrder.toReversed().map(legendItem)}<span>│ joined or left</span><span>✕ failed</span><span>★ rated afterwards</span><span>Times are of ${zone}.</span></figcaption>
<div class="timeline-axis" aria-hidden="true"><span></span><svg width="100%" height="${laneHeight}">${ticks.map(axisLabel)}</svg></div>
${timeline.rows.map((row) => rowFigure(row, { timeline, ticks, zone }))}
</figure>`;
}

interface Drawing {
  timeline: Timeline;
  ticks: readonly Tick[];
  zone: string;
}

function legendItem(verdict: Verdict): Html {
  return html`<span><svg width="24" height="${barHeight}" aria-hidden="true"><rect width="24" height="${barHeight}" ${fills[verdict]}/></svg> ${verdictWords[verdict]}</span>`;
}

function axisLabel({ x, label }: Tick): Html {
  const anchor = Number.parseFloat(x) > 90 ? 'end' : Number.parseFloat(x) < 5 ? 'start' : 'middle';
  return html`<text x="${x}" y="12" text-anchor="${anchor}">${label}</text>`;
}

function rowFigure(row: TimelineRow, drawing: Drawing): Html {
  const used = lanes.filter((lane) => row.bars.some((bar) => bar.lane === lane));
  const height = laneHeight * (used.length + 1);
  return html`<div class="timeline-row">
<p class="timeline-who"><bdi>${shownText(row.who)}</bdi></p>
<div class="timeline-lanes" aria-hidden="true"><span></span>${used.map((lane) => html`<span>${sayLane(row, lane)}</span>`)}</div>
<svg role="img" aria-label="${sayRow(row, used)}" width="100%" height="${height}">
${drawing.ticks.map(({ x }) => html`<line class="timeline-tick" x1="${x}" x2="${x}" y1="0" y2="${height}"/>`)}
${row.marks.map((mark) => markShape(mark, height, drawing))}
${drawingOrder.flatMap((verdict) => row.bars.filter((bar) => bar.verdict === verdict)).map((bar) => barShape(bar, used.indexOf(bar.lane), drawing))}
</svg>
${row.further > 0 ? html`<p class="timeline-further">and ${row.further} more, too many to draw</p>` : ''}
</div>
`;
}

function barShape(bar: TimelineBar, place: number, { timeline, zone }: Drawing): Html {
  const { x, width } = placeSpan(bar, timeline);
  const y = laneHeight * (place + 1) + (laneHeight - barHeight) / 2;
  return html`<rect x="${x}" y="${y}" width="${width}" height="${barHeight}" ${fills[bar.verdict]}><title>${sayBar(bar)}, ${sayTimes(bar, zone)}: ${verdictWords[bar.verdict]} (${bar.reason})</title></rect>`;
}

function markShape(mark: TimelineMark, height: number, { timeline, zone }: Drawing): Html {
  const { x, width } = placeSpan(mark, timeline);
  const title = html`<title>${sayMark(mark)}, ${sayTimes(mark, zone)}</title>`;
  switch (mark.what) {
    case 'joined':
    case 'left':
      return html`<line class="timeline-edge" x1="${x}" x2="${x}" y1="0" y2="${height}">${title}</line>`;
    case 'gap':
      return html`<rect class="timeline-gap" x="${x}" y="0" width="${width}" height="${height}">${title}</rect>`;
    case 'failed':
      return html`<text class="timeline-failed" x="${x}" y="12" text-anchor="${anchorOf(x)}">✕${title}</text>`;
    case 'feedback':
      return html`<text class="timeline-feedback" x="${x}" y="12" text-anchor="${anchorOf(x)}" dx="${Number.parseFloat(x) > 50 ? -14 : 14}">★${title}</text>`;
  }
}

/** So that the sign lies within the picture. */
function anchorOf(x: string): string {
  return Number.parseFloat(x) > 50 ? 'end' : 'start';
}

/** `heard: 1 poor, 2 good`. */
function sayLane({ bars }: TimelineRow, lane: Lane): string {
  const counts = drawingOrder.toReversed().flatMap((verdict) => {
    const count = bars.filter((bar) => bar.lane === lane && bar.verdict === verdict).length;
    return count > 0 ? [`${count} ${verdictWords[verdict]}`] : [];
  });
  return `${lane}: ${counts.join(', ')}`;
}

function sayRow(row: TimelineRow, used: readonly Lane[]): string {
  const said = used.map((lane) => sayLane(row, lane)).join('; ');
  return `${shownText(row.who)}: ${said || 'nothing was measured'}. The table below says when.`;
}
