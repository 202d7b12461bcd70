/** `/calls/{id}/versions`: every version of a call that is archived. */
import { html } from 'hono/html';
import type { CallRow } from '../../model/call-row.ts';
import { formatLength } from '../../reading/call-texts.ts';
import type { ArchivedVersion, VersionsData } from '../openapi/page-answers.ts';
import { type Html, type Look, linkTo, type Page, refuse } from '../page.ts';
import { callIdOf, notACallId } from '../parts/call-address.ts';
import { callProblem } from '../parts/call-problem.ts';
import { moment } from '../parts/moment.ts';
import { scrollRegion } from '../parts/scroll-region.ts';

export const versionsPage: Page<VersionsData> = {
  path: '/calls/:id/versions',
  isFor: ({ raw }) => raw,
  subject: (look) => ({ what: 'versions', callId: callIdOf(look) }),
  async read(look) {
    const callId = callIdOf(look);
    if (callId === undefined) return refuse(notACallId);
    const found = await look.seen.calls.listVersions({ callId, signal: look.signal });
    if (found.outcome !== 'found') return refuse(callProblem(found));
    return { kind: 'data', data: { callId, versions: found.value.map(describe) } };
  },
  html: (data, look) => ({
    title: 'Versions of a call',
    main: html`<p>Graph wrote the record of <a href="${linkTo(look, `/calls/${data.callId}`)}">this call</a> ${data.versions.length === 1 ? 'once' : `${data.versions.length} times`}, as far as the archive knows: it does so when it learns more.</p>
${scrollRegion('Versions of the call', tableOf(data, look), { asCards: true })}`,
  }),
};

function tableOf({ callId, versions }: VersionsData, look: Look): Html {
  return html`<table>
<thead><tr><th scope="col">Version</th><th scope="col">Archived</th><th scope="col">Because of</th><th scope="col">Started</th><th scope="col">Length</th><th scope="col">People</th><th scope="col">Sessions</th><th scope="col">Bytes</th><th scope="col" class="further">Look at</th></tr></thead>
<tbody>
${versions.map((version, i) => versionRow(version, { callId, isFirst: i === 0 }, look))}
</tbody>
</table>`;
}

function describe(row: CallRow): ArchivedVersion {
  const { version, startedAt, endedAt, fetchedAt, reason, people, sessions, sizeBytes, sha256, blob } = row;
  return { version, startedAt, endedAt, fetchedAt, reason, people, sessions, sizeBytes, sha256, blob };
}

function versionRow(
  row: ArchivedVersion,
  { callId, isFirst }: { callId: string; isFirst: boolean },
  look: Look,
): Html {
  const { version } = row;
  const path = `/calls/${callId}`;
  const link = (to: string, words: string) =>
    html`<a href="${linkTo(look, to)}" aria-label="${words} of version ${version}">${words}</a>`;
  return html`<tr><th scope="row">Version ${version}</th>
<td class="whole" data-label="Archived">${moment(row.fetchedAt, look)}</td><td class="whole" data-label="Because of">${row.reason}</td>
<td class="whole" data-label="Started">${moment(row.startedAt, look)}</td><td data-label="Length">${formatLength(row)}</td>
<td data-label="People">${row.people}</td><td data-label="Sessions">${row.sessions}</td><td data-label="Bytes">${row.sizeBytes}</td>
<td class="whole further">${link(`${path}?version=${version}`, 'Account')}${isFirst ? '' : html` ${link(`${path}/diff?to=${version}`, 'Changes')}`} ${link(`${path}/raw?version=${version}`, 'Record')}</td></tr>
`;
}
