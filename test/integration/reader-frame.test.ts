/** The readers' app as it is deployed, in the functions host: its one route, its gate, and who may look. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { signedInHeaders } from '../support/principal-header.ts';
import { type HostProcess, killLeftHosts, readyUrl, spawnHost } from './functions-host-process.ts';

const folder = new URL('../../dist-reader', import.meta.url).pathname;
let azurite: Azurite;
let host: HostProcess;
let url: string;

const start = (settings: Record<string, string>) =>
  spawnHost(
    folder,
    {
      ArchiveStorage: azurite.connectionString,
      GRAPH_TENANT_ID: '11111111-1111-4111-8111-111111111111',
      PUBLIC_BASE_URL: 'http://127.0.0.1:7072',
      READER_PORT: '0',
      ...settings,
    },
    [],
    ['--reader'],
  );

beforeAll(async () => {
  azurite = await startAzurite();
  host = start({ WEBSITE_AUTH_ENABLED: 'True' });
  url = await readyUrl(host);
});
afterAll(async () => {
  killLeftHosts();
  await azurite.close();
});

test('without the platform’s sign-in nothing but /healthz is answered', async () => {
  const open = start({});
  const openUrl = await readyUrl(open);
  const headers = signedInHeaders('Archive.Audit');
  const statuses = await Promise.all(
    ['/healthz', '/', '/access', '/access.json', '/static/x/reader.css', '/unknown'].map(async (path) => {
      const response = await fetch(openUrl + path, { headers });
      return [path, response.status];
    }),
  );
  expect(Object.fromEntries(statuses)).toEqual({
    '/healthz': 200,
    '/': 503,
    '/access': 503,
    '/access.json': 503,
    '/static/x/reader.css': 503,
    '/unknown': 503,
  });
  open.kill('SIGTERM');
  await open.ended;
});

test('an auditor finds the own look in the access log, as a page and as JSON', async () => {
  const headers = signedInHeaders('Archive.Audit');
  const page = await fetch(`${url}/access?ticket=INC-7`, { headers });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
  const [, styleSheet = ''] = /href="(\/static\/[^"]+)"/.exec(await page.text()) ?? [];
  const css = await fetch(url + styleSheet);
  expect([css.status, css.headers.get('content-type'), css.headers.get('cache-control')]).toEqual([
    200,
    'text/css; charset=utf-8',
    'public, max-age=31536000, immutable',
  ]);

  const twin = await fetch(`${url}/access.json`, { headers });
  const { looks } = (await twin.json()) as { looks: object[] };
  expect(looks).toContainEqual(
    expect.objectContaining({ what: 'access log', ticket: 'INC-7', roles: ['Archive.Audit'] }),
  );
});

test('HEAD answers as GET does, without a body, and another method is refused', async () => {
  const headers = signedInHeaders('Archive.Audit');
  const head = await fetch(`${url}/access`, { method: 'HEAD', headers });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const put = await fetch(`${url}/access.json`, { method: 'PUT', headers });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test.each<[string, Record<string, string>, number, string]>([
  ['nobody', {}, 401, 'not-signed-in'],
  ['somebody without a role', signedInHeaders(), 403, 'no-role'],
  ['a role that does not show it', signedInHeaders('Calls.Read'), 403, 'outside-of-role'],
])('%s is refused in JSON and in HTML', async (_who, headers, status, kind) => {
  const twin = await fetch(`${url}/access.json`, { headers });
  expect([twin.status, twin.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
  const problem = (await twin.json()) as { type: string; detail: string };
  expect(problem.type).toBe(`urn:teams-call-archive:problem:${kind}`);
  const page = await fetch(`${url}/access`, { headers });
  expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
});
