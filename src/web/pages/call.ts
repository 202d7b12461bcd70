/** `/calls/{id}`: one call. The answer first, then who was there, what was bad and when, and every figure on demand. */
import { html } from 'hono/html';
import { formatDuration } from '../../model/graph-value.ts';
import { formatMoment } from '../../reading/call-texts.ts';
import { sayCounts, sayFinding } from '../../reading/format-account.ts';
import type { SessionAccount } from '../../reading/session-account.ts';
import { type Html, type Look, linkTo, type Page, refuse } from '../page.ts';
import { callIdOf, notACallId, notAVersion, peoplePageOf, versionOf, whoOf } from '../parts/call-address.ts';
import { callLogTable } from '../parts/call-log-table.ts';
import { callProblem } from '../parts/call-problem.ts';
import { moment } from '../parts/moment.ts';
import { peopleTable } from '../parts/people-table.ts';
import { sayCount } from '../parts/say-count.ts';
import { sayKind } from '../parts/say-kind.ts';
import { scrollRegion } from '../parts/scroll-region.ts';
import { sessionFigures } from '../parts/session-figures.ts';
import { shownText } from '../parts/shown-text.ts';
import { ticketText } from '../parts/ticket-text.ts';
import { trustLine } from '../parts/trust-line.ts';
import type { ShownCall } from '../seen/seen-calls.ts';
import { makeTimeline, type Timeline } from '../timeline/make-timeline.ts';
import { timelineFigure } from '../timeline/timeline-figure.ts';
import { timelineTable } from '../timeline/timeline-table.ts';

interface CallData extends ShownCall {
  /** Of the people of this page. */
  timeline: Timeline;
  /** Plain text, for a ticket; its times are of the reader's zone. */
  ticket: string;
}

/** The sentence is read out, not skimmed: it is shown whole, whatever people are called. */
const maxSentence = 1500;
/** Lines with a figure: some 40 bytes each when they are compressed. */
const maxFigures = 900;

export const callPage: Page<CallData> = {
  path: '/calls/:id',
  isFor: ({ calls }) => calls !== 'none',
  subject: (look) => ({ what: 'call', who: whoOf(look), callId: callIdOf(look) }),
  async read(look) {
    const callId = callIdOf(look);
    const version = versionOf(look, 'version');
    if (callId === undefined) return refuse(notACallId);
    if (version === null) return refuse(notAVersion);
    const { seen, signal, zone } = look;
    const found = await seen.calls.show({
      callId,
      version,
      signal,
      who: whoOf(look),
      page: peoplePageOf(look),
    });
    if (found.outcome !== 'found') return refuse(callProblem(found));
    const call = found.value;
    const timeline = makeTimeline({ ...call, people: call.people.shown });
    return { kind: 'data', data: { ...call, timeline, ticket: ticketText(call, zone) } };
  },
  html: (call, look) => ({
    // No name: the title stands in the history of the browser.
    title: `Call of ${formatMoment(call.startedAt, look.zone)} (${look.zone})`,
    main: html`<p class="lede">${shownText(call.sentence, maxSentence)}</p>
${ticketPart(call.ticket, look)}
${headOf(call, look)}
<section aria-labelledby="who"><h2 id="who">Who was there</h2>
${peopleTable(call.people, look)}</section>
${badPart(call)}
${timelinePart(call, look)}
${figuresPart(call, look)}
${
  call.callLog
    ? html`<section aria-labelledby="phone"><h2 id="phone">Call reports</h2>
${callLogTable(call.callLog, look)}</section>`
    : ''
}
<section aria-labelledby="trust"><h2 id="trust">How far to trust this</h2>
${trustLine(call, look)}</section>`,
  }),
};

function ticketPart(ticket: string, look: Look): Html {
  return html`<details class="ticket"><summary>Text for a ticket</summary>
<pre id="ticket" tabindex="0">${ticket}</pre>
</details>
<div class="actions"><button type="button" class="button" data-copy="#ticket" hidden>Copy for the ticket</button>
<a href="${linkTo(look, `${look.url.pathname}.json${look.url.search}`)}">JSON</a></div>`;
}

function headOf(call: CallData, look: Look): Html {
  const { startedAt, endedAt, durationMs, type, modalities, organizer, joinWebUrl } = call;
  const length = durationMs === undefined ? 'length unknown' : formatDuration(durationMs);
  const others = (path: string, words: string) =>
    html` <a class="further" href="${linkTo(look, path)}">${words}</a>`;
  return html`<dl class="facts">
<dt>Started</dt><dd>${moment(startedAt, look)}</dd>
<dt>Ended</dt><dd>${endedAt ? html`${moment(endedAt, look)} (${length})` : 'unknown'}</dd>
<dt>Type</dt><dd>${shownText(sayKind(type, modalities))}</dd>
<dt>Organizer</dt><dd><bdi>${shownText(organizer ?? 'not named by Graph')}</bdi>${call.organizerHash ? others(`/calls?organizer=${call.organizerHash}`, 'Other calls of this organizer') : ''}</dd>
${joinWebUrl ? html`<dt>Meeting</dt><dd><span class="code">${shownText(joinWebUrl, 400)}</span>${call.meetingHash ? others(`/calls?meeting=${call.meetingHash}`, 'Other calls of this meeting') : ''}</dd>` : ''}
<dt>Quality</dt><dd>${sayCounts(call.counts, call.sessionCount)}</dd>
</dl>`;
}

function badPart({ findings, furtherFindings, likely, feedback, furtherFeedback }: CallData): Html {
  const ruledOut = likely?.ruledOut ?? [];
  return html`${
    findings.length > 0
      ? html`<section aria-labelledby="bad"><h2 id="bad">What was bad</h2>
<ul>${findings.map(
          (finding) => html`<li>${shownText(sayFinding(finding), 600)}</li>
`,
        )}${furtherLine(furtherFindings)}</ul>
${ruledOut.length > 0 ? html`<p>Ruled out: ${shownText(ruledOut.join(', '), 600)}</p>` : ''}</section>`
      : ''
  }
${
  feedback.length > 0
    ? html`<section aria-labelledby="said"><h2 id="said">What people said of it</h2>
<ul>${feedback.map(
        ({ who, text }) => html`<li><bdi>${shownText(who)}</bdi>: ${shownText(text, 600)}</li>
`,
      )}${furtherLine(furtherFeedback)}</ul></section>`
    : ''
}`;
}

function timelinePart({ timeline }: CallData, { zone }: Look): Html {
  if (!timeline.rows.some(({ bars, marks }) => bars.length + marks.length > 0))
    return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
<p>Graph has no measurements of the people on this page: there is nothing to draw.</p></section>`;
  return html`<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${timelineFigure(timeline, zone)}
<details><summary>The timeline as a table</summary>
${scrollRegion('The timeline as a table', timelineTable(timeline, zone))}</details></section>`;
}

function figuresPart({ sessions, furtherSessions, sessionCount, people }: CallData, look: Look): Html {
  const whose = people.pages > 1 ? ' of the people on this page' : '';
  const shown = takeFigures(sessions);
  const further = furtherSessions + sessions.length - shown.length;
  return html`<section aria-labelledby="figures"><h2 id="figures">Every figure</h2>
<p>${saySessions(shown.length, sessionCount)}${whose}: streams with limit and rule, networks, devices, clients.</p>
${shown.map((session) => sessionFigures(session, look))}
${further > 0 ? html`<p>and ${sayCount(further, 'more session')}${whose}, in the record itself</p>` : ''}</section>`;
}

/** As many of the first sessions as keep the page short; one at least. */
function takeFigures(sessions: readonly SessionAccount[]): readonly SessionAccount[] {
  let figures = 0;
  const end = sessions.findIndex(({ details, streams }, i) => {
    figures += details.length + streams.length;
    return i > 0 && figures > maxFigures;
  });
  return end < 0 ? sessions : sessions.slice(0, end);
}

/** `The one session`, `All 7 sessions`, `50 of 130 sessions`. */
function saySessions(shown: number, total: number): string {
  if (shown === total) return total === 1 ? 'The one session' : `All ${total} sessions`;
  return `${shown} of ${total} sessions`;
}

function furtherLine(count: number): Html | string {
  return count > 0 ? html`<li>and ${count} more</li>` : '';
}
