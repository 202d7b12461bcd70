/** The rows of the PSTN and direct-routing reports that belong to a call, and how surely. */
import { html } from 'hono/html';
import type { Html, Look } from '../page.ts';
import type { SeenCallLog, SeenLogRow } from '../seen/seen-call-log.ts';
import { moment } from './moment.ts';
import { scrollRegion } from './scroll-region.ts';
import { shownText } from './shown-text.ts';

export function callLogTable({ rows, furtherRows, problems }: SeenCallLog, look: Look): Html {
  return html`${
    rows.length === 0
      ? html`<p>No row of the call reports belongs to it. They come a day after the call.</p>`
      : scrollRegion('Rows of the call reports', tableOf(rows, look), { asCards: true })
  }
${furtherRows > 0 ? html`<p>and ${furtherRows} more</p>` : ''}
${
  problems.length > 0
    ? html`<p class="note">Rows may be missing. ${problems
        .slice(0, 3)
        .map((problem) => shownText(problem))
        .join('; ')}.</p>`
    : ''
}`;
}

function tableOf(rows: readonly SeenLogRow[], look: Look): Html {
  return html`<table>
<thead><tr><th scope="col">Belongs to it</th><th scope="col">Report</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Caller</th><th scope="col">Callee</th><th scope="col">Details</th></tr></thead>
<tbody>
${rows.map((row) => logRow(row, look))}
</tbody>
</table>`;
}

function logRow(
  { certainty, because, report, startedAt, endedAt, caller, callee, details }: SeenLogRow,
  look: Look,
): Html {
  return html`<tr><th scope="row">${certainty} (the same ${because.join(', ')})</th><td class="narrow whole" data-label="Report">${report}</td><td class="whole" data-label="From">${moment(startedAt, look)}</td><td class="whole" data-label="To">${moment(endedAt, look)}</td><td class="whole" data-label="Caller">${shownText(caller ?? 'unknown')}</td><td class="whole" data-label="Callee">${shownText(callee ?? 'unknown')}</td><td class="whole" data-label="Details"><span class="free">${shownText(details, 300)}</span></td></tr>
`;
}
