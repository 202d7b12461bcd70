/** How much a reader may rely on what a page says of a call: when it was archived, its versions, its seal, its hash. */
import { html } from 'hono/html';
import { type Html, type Look, linkTo } from '../page.ts';
import type { CallTrust } from '../seen/seen-calls.ts';
import { moment } from './moment.ts';

interface TrustedVersion {
  callId: string;
  version: string;
  trust: CallTrust;
}

export function trustLine({ callId, version, trust }: TrustedVersion, look: Look): Html {
  const { archivedAt, reason, versions, sha256, sizeBytes } = trust;
  const { calls, raw } = look.rights;
  const path = `/calls/${callId}`;
  const latest = versions.at(-1);
  const newest = new URL(look.url);
  newest.searchParams.delete('version');
  const link = (to: string, words: string) => html`<a href="${linkTo(look, `${path}/${to}`)}">${words}</a>
`;
  const links = [
    ...(calls === 'all' && versions[0] !== version ? [link(`diff?to=${version}`, 'What changed')] : []),
    ...(raw
      ? [link('versions', 'All versions'), link(`raw?version=${version}`, 'The record as Graph gave it')]
      : []),
  ];
  return html`<dl class="facts">
<dt>Archived</dt><dd>${archivedAt ? moment(archivedAt, look) : 'not known when'}${reason ? ` (${reason})` : ''}</dd>
<dt>Version</dt><dd>${version}, ${
    latest !== version
      ? html`one of ${versions.length} archived; the newest is <a href="${newest.pathname}${newest.search}">${latest}</a>`
      : versions.length === 1
        ? 'the only one archived'
        : `the newest of ${versions.length} archived`
  }</dd>
<dt>Day</dt><dd>${sayDay(trust)}</dd>
<dt>SHA-256</dt><dd><code>${sha256}</code>, of the document's ${sizeBytes} bytes</dd>
</dl>
${links.length > 0 ? html`<p class="actions">${links}</p>` : ''}`;
}

/** `2026-11-20 (UTC) is sealed, for good: seal 12 of 2026-12-20`. */
export function sayDay({ day, seal }: Pick<CallTrust, 'day' | 'seal'>): string {
  if (seal.state === 'none') return `${day} (UTC) is not sealed yet`;
  if (!('sequence' in seal)) return `${day} (UTC): whether it is sealed cannot be told now`;
  const { state, sequence, sealedAt } = seal;
  return `${day} (UTC) is sealed, ${sealedWords[state]}: seal ${sequence} of ${sealedAt.slice(0, 10)}`;
}

const sealedWords = {
  open: 'though calls of it may still come in',
  final: 'for good',
  late: 'and something came in after it had been sealed for good',
} as const;
