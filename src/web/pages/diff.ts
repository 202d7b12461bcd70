/** `/calls/{id}/diff`: what changed between two versions of a call, in words. By default the newest and the one before. */
import { html } from 'hono/html';
import { linkTo, type Page, refuse } from '../page.ts';
import { callIdOf, notACallId, notAVersion, versionOf } from '../parts/call-address.ts';
import { callProblem } from '../parts/call-problem.ts';
import { sayCount } from '../parts/say-count.ts';
import { shownText } from '../parts/shown-text.ts';
import { makeProblem } from '../problem.ts';
import type { ComparedCall } from '../seen/describe-changes.ts';

export const diffPage: Page<ComparedCall> = {
  path: '/calls/:id/diff',
  isFor: ({ calls }) => calls === 'all',
  subject: (look) => ({ what: 'versions', callId: callIdOf(look) }),
  async read(look) {
    const callId = callIdOf(look);
    const [from, to] = [versionOf(look, 'from'), versionOf(look, 'to')];
    if (callId === undefined) return refuse(notACallId);
    if (from === null || to === null) return refuse(notAVersion);
    const found = await look.seen.calls.compare({ callId, from, to, signal: look.signal });
    if (found.outcome === 'found') return { kind: 'data', data: found.value };
    const isFirst =
      found.outcome === 'no-version' &&
      from === undefined &&
      (to === undefined || found.versions.includes(to));
    return refuse(isFirst ? nothingBefore : callProblem(found));
  },
  html: ({ callId, from, to, changes, furtherChanges, withSessions }, look) => {
    const version = (number: string) =>
      html`<a href="${linkTo(look, `/calls/${callId}?version=${number}`)}">version ${number}</a>`;
    return {
      title: `What changed from version ${from} to ${to}`,
      main: html`<p>What is said of the call in ${version(from)} and in ${version(to)}.${look.rights.raw ? html` <a href="${linkTo(look, `/calls/${callId}/versions`)}">All versions</a>` : ''}</p>
${withSessions ? '' : html`<p>It has many sessions: compared is what is said of the call and its people, not every figure of each session.</p>`}
<ul>
${changes.map(
  (change) => html`<li>${shownText(change, 1000)}</li>
`,
)}
${furtherChanges > 0 ? html`<li>and ${sayCount(furtherChanges, 'more change')}</li>` : ''}
</ul>`,
    };
  },
};

const nothingBefore = makeProblem(
  'no-earlier-version',
  'The archive has no version of this call before that one.',
);
