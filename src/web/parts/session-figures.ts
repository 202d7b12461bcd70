/** Facts on demand: every figure of a session, its streams with verdict, limit and rule. */

import { html } from 'hono/html';
import { verdictWords } from '../../quality/classify-stream.ts';
import { nameDetail, nameStream } from '../../reading/format-session.ts';
import type { SessionAccount } from '../../reading/session-account.ts';
import type { StreamAccount } from '../../reading/stream-account.ts';
import type { Html, Look } from '../page.ts';
import { isolated } from './isolated.ts';
import { moment } from './moment.ts';
import { sayCount } from './say-count.ts';
import { scrollRegion } from './scroll-region.ts';
import { shownText } from './shown-text.ts';

const maxText = 600;
/** More of one session are looked up in the record. */
const maxShown = 60;

export function sessionFigures(session: SessionAccount, look: Look): Html {
  const { from, to, modalities, failure, details, streams } = session;
  const ends = `${isolated(session.caller)} and ${isolated(session.callee)}`;
  return html`<details>
<summary>${ends}: ${sayStreams(session)}</summary>
<dl class="facts">
<dt>When</dt><dd>${from ? moment(from, look) : 'unknown'} – ${to ? moment(to, look) : 'unknown'}</dd>
${modalities.length > 0 ? html`<dt>With</dt><dd>${shownText(modalities.join(', '))}</dd>` : ''}
${failure ? html`<dt>Failed</dt><dd>${shownText(failure, maxText)}</dd>` : ''}
${details.slice(0, maxShown).map(
  (
    detail,
  ) => html`<dt>${shownText(nameDetail(detail, session))}</dt><dd>${shownText(detail.text, maxText)}</dd>
`,
)}
</dl>
${streams.length > 0 ? streamTable(streams.slice(0, maxShown), ends) : ''}
${further(details.length + streams.length - Math.min(details.length, maxShown) - Math.min(streams.length, maxShown))}
</details>
`;
}

function streamTable(streams: readonly StreamAccount[], whose: string): Html {
  const table = html`<table>
<thead><tr><th scope="col">Stream</th><th scope="col">Verdict</th><th scope="col">Why</th><th scope="col">Rule</th><th scope="col">Figures</th></tr></thead>
<tbody>
${streams.map(
  (
    stream,
  ) => html`<tr><th scope="row">${shownText(nameStream(stream), maxText)}</th><td class="whole${stream.verdict === 'poor' ? ' poor' : ''}" data-label="Verdict">${verdictWords[stream.verdict]}</td><td class="whole" data-label="Why">${stream.reason}</td><td class="whole" data-label="Rule">${stream.ruleId ?? 'none'}</td><td class="whole" data-label="Figures">${shownText(stream.figures ?? '', maxText)}</td></tr>
`,
)}
</tbody>
</table>`;
  return scrollRegion(`Streams between ${whose}`, table, { asCards: true });
}

/** `4 streams, 1 poor; failed`. */
function sayStreams({ streams, details, failure }: SessionAccount): string {
  const poor = streams.filter(({ verdict }) => verdict === 'poor').length;
  const isFailed = failure !== undefined || details.some(({ what }) => what === 'failure');
  return `${sayCount(streams.length, 'stream')}${poor > 0 ? `, ${poor} poor` : ''}${isFailed ? '; failed' : ''}`;
}

function further(count: number): Html | string {
  return count > 0 ? html`<p>and ${sayCount(count, 'more fact')}, in the record itself</p>` : '';
}
