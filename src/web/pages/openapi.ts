/** `/openapi.json`: the app for programs. `/openapi` is the same for people, in short. */
import { html } from 'hono/html';
import { makeOpenApi } from '../openapi/make-openapi.ts';
import { pageDescriptions } from '../openapi/page-descriptions.ts';
import { type Html, type Look, linkTo, type Page } from '../page.ts';
import { scrollRegion } from '../parts/scroll-region.ts';

/** Of these pages. */
export function makeOpenApiPage(pages: readonly Page[]): Page<Record<string, unknown>> {
  const document = makeOpenApi(pages);
  return {
    path: '/openapi',
    isFor: () => true,
    subject: () => undefined,
    read: async () => ({ kind: 'data', data: document }),
    html: (_, look) => ({ title: 'For programs', main: tableOf(pages, look) }),
  };
}

function tableOf(pages: readonly Page[], look: Look): Html {
  const table = html`<table>
<thead><tr><th scope="col">Path</th><th scope="col">What it answers</th></tr></thead>
<tbody>
${pages.map(
  ({
    path,
  }) => html`<tr><th scope="row"><code>${path.replaceAll(/:(\w+)/g, '{$1}')}</code></th><td class="whole">${pageDescriptions[path]?.summary ?? ''}</td></tr>
`,
)}
</tbody>
</table>`;
  return html`<p>Every page is also JSON: its path with <code>.json</code>. <a href="${linkTo(look, '/openapi.json')}">openapi.json</a> describes them all (OpenAPI 3.1).</p>
${scrollRegion('Pages', table, { asCards: true })}`;
}
