/** A day of the archive as a page: the sentence first, then what is missing, then the seal with its claim. */
import { html } from 'hono/html';
import { addDays } from '../../model/day-ranges.ts';
import type { DayData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo } from '../page.ts';
import { moment } from '../parts/moment.ts';
import { sayCount } from '../parts/say-count.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { shownText } from '../parts/shown-text.ts';

const stateWords = {
  open: 'to be sealed again',
  final: 'sealed for good',
  late: 'sealed again, since something was written to it after it had been sealed for good',
} as const;

export function dayHtml(data: DayData, look: Look): Html {
  const { date, words, sealed } = data;
  const [before, after] = [addDays(date, -1), addDays(date, 1)];
  return html`<p class="lede">${words}</p>
${missingOf(data, look)}
${changesOf(data)}
${sealed ? sealFacts(data, sealed, look) : ''}
${sealed ? claimOf(data) : ''}
<nav class="actions" aria-label="Days">
<a class="button" href="${linkTo(look, `/days/${before}`)}" rel="prev">← ${before}</a>
<a class="button" href="${linkTo(look, `/days/${after}`)}" rel="next">${after} →</a>
<a href="${linkTo(look, `/days?year=${date.slice(0, 4)}`)}">All days of ${date.slice(0, 4)}</a>
${look.rights.calls === 'all' ? html`<a href="${linkTo(look, `/calls?from=${date}T00:00Z&to=${after}T00:00Z`)}">Calls of this day (UTC)</a>` : ''}
<a href="${linkTo(look, `/days/${date}.json`)}">JSON</a>
</nav>`;
}

function missingOf({ missing, comparison }: DayData, { rights, ...look }: Look): Html | string {
  const count = comparison?.missing ?? 0;
  if (count === 0) return '';
  const more = count - missing.length;
  const table = html`<table>
<thead><tr><th scope="col">Call id</th><th scope="col" class="right">Version</th></tr></thead>
<tbody>
${missing.map(
  ({
    id,
    version,
  }) => html`<tr><th scope="row">${rights.calls === 'all' ? html`<a class="open-row" href="${linkTo(look, `/calls/${id}`)}" data-item><code>${id}</code></a>` : html`<code>${id}</code>`}</th><td class="right">${version}</td></tr>
`,
)}
</tbody>
</table>`;
  return html`<section><h2>Missing</h2>
<p>Graph listed these, and the archive has neither the version nor a later one. An earlier version may be there.</p>
${missing.length > 0 ? scrollRegion('Missing calls', table) : ''}
${more > 0 ? html`<p class="quiet">${more}${missing.length > 0 ? ' more' : ''}: call-archive verify names them all.</p>` : ''}
</section>`;
}

function changesOf({ changes }: DayData): Html | string {
  if (changes.length === 0) return '';
  const table = html`<table>
<thead><tr><th scope="col">File</th><th scope="col">Change</th><th scope="col">Because</th></tr></thead>
<tbody>
${changes.map(
  ({
    path,
    change,
    because,
  }) => html`<tr><th scope="row"><code>${shownText(path, 300)}</code></th><td>${change}</td><td class="${because === 'unexplained' ? 'failed' : ''}">${because}</td></tr>
`,
)}
</tbody>
</table>`;
  return html`<section><h2>Files that are not as they were sealed before</h2>
${scrollRegion('Changed files', table)}
</section>`;
}

function sealFacts(
  { comparison, reason, calls, unexplained, nextSealAt }: DayData,
  { sequence, sha256, sealedAt, state, listedAt, manifest, unreadable }: NonNullable<DayData['sealed']>,
  look: Look,
): Html {
  return html`<section><h2>What the seal says</h2>
${unreadable === null ? '' : html`<p class="problem">The seal itself cannot be read: ${unreadable}. What follows is from the index.</p>`}
<dl class="facts">
<dt>Seal</dt><dd>${sequence}, made ${moment(sealedAt, look, 'minute')}; the day is ${stateWords[state]}</dd>
${sha256 === null ? '' : html`<dt>SHA-256 of the seal</dt><dd><code>${sha256}</code></dd>`}
<dt>Calls</dt><dd>${calls ?? 0}, each with all of its versions</dd>
<dt>Files</dt><dd>${manifest.entries}, listed ${moment(listedAt, look, 'minute')}</dd>
<dt>Root of their tree</dt><dd><code>${manifest.root}</code></dd>
<dt>Manifest</dt><dd><code>${manifest.path}</code></dd>
${
  comparison
    ? html`<dt>Compared with Graph</dt><dd>${moment(comparison.comparedAt, look, 'minute')}: ${sayCount(comparison.listed, 'version')} listed, ${comparison.missing} missing, ${comparison.elsewhere} archived under another day${comparison.unreadable > 0 ? `, ${comparison.unreadable} unreadable` : ''}</dd>`
    : html`<dt>Not compared with Graph</dt><dd>${reason ?? 'no reason was given'}</dd>`
}
<dt>Changes without a reason</dt><dd>${unexplained === 0 ? 'none' : html`<span class="failed">${sayCount(unexplained, 'file')}</span>`}</dd>
<dt>Next seal</dt><dd>${nextSealAt === null ? 'none: the day is final' : moment(nextSealAt, look, 'minute')}</dd>
</dl></section>`;
}

function claimOf({ claim, notClaimed }: DayData): Html {
  return html`<section><h2>What is claimed</h2>
<blockquote><p>${claim}</p><p>${notClaimed}</p></blockquote>
<p class="quiet">This page shows what the seals say. call-archive verify checks that it is so.</p>
</section>`;
}
