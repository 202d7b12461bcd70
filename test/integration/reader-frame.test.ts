/** The readers' app as it is deployed, behind the stand-in for App Service authentication: who gets in, and to what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import { signedInHeaders } from '../support/principal-header.ts';
import { signIn } from '../support/sign-in.ts';
import { type HostProcess, killLeftHosts, readyUrl } from './functions-host-process.ts';
import { spawnReader } from './reader-process.ts';

let azurite: Azurite;
let host: HostProcess;
let url: string;

const forged = signedInHeaders('Archive.Audit');
const paths = ['/', '/access', '/access.json', '/static/x/reader.css', '/unknown', '/.json'];

/** Of a call that is not archived. */
const rawRecord = '/calls/22222222-2222-4222-8222-222222222222/raw';

beforeAll(async () => {
  azurite = await startAzurite();
  host = spawnReader(azurite.connectionString);
  url = await readyUrl(host);
});
afterAll(async () => {
  host.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  killLeftHosts();
  await azurite.close();
});

async function statusesAt(address: string, headers: Record<string, string>): Promise<Record<string, number>> {
  const asked = [...paths, '/healthz'].map(async (path) => {
    const response = await fetch(address + path, { headers, redirect: 'manual' });
    return [path, response.status] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}

const all = (status: number) => ({
  ...Object.fromEntries(paths.map((path) => [path, status])),
  '/healthz': 200,
});

describe('nothing but /healthz is answered', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'while Azure does not say that its sign-in is on',
      { WEBSITE_AUTH_ENABLED: 'False', HOST_AUTHENTICATION: 'off' },
      /WEBSITE_AUTH_ENABLED/,
    ],
    ['where it says so, but nothing stands before the app', { HOST_AUTHENTICATION: 'off' }, /reached it/],
    ['where its public address is not its own', { PUBLIC_BASE_URL: 'http://127.0.0.1:9' }, /got no answer/],
  ])('%s', async (_when, settings, reason) => {
    const closed = spawnReader(azurite.connectionString, settings);
    const address = await readyUrl(closed);
    const headers = settings['HOST_AUTHENTICATION'] ? forged : await signIn(address, ['Archive.Audit']);
    expect(await statusesAt(address, headers)).toEqual(all(503));
    const problem = (await (await fetch(`${address}/.json`, { headers })).json()) as { detail: string };
    expect(problem.detail).toMatch(reason);
    closed.kill('SIGTERM');
    await closed.ended;
  });
});

describe('somebody who is not signed in', () => {
  test('gets 401 everywhere but at /healthz, whatever principal is forged', async () => {
    expect(await statusesAt(url, {})).toEqual(all(401));
    expect(await statusesAt(url, forged)).toEqual(all(401));
    expect(await statusesAt(url, { ...forged, cookie: 'AppServiceAuthSession=made-up' })).toEqual(all(401));
  });

  test('is sent to the sign-in in a browser, and back to the page afterwards', async () => {
    const headers = { accept: 'text/html' };
    const asked = await fetch(`${url}/access?date=2026-11-20`, { headers, redirect: 'manual' });
    const location = asked.headers.get('location') ?? '';
    expect([asked.status, location]).toEqual([
      302,
      '/.auth/login/aad?post_login_redirect_uri=%2Faccess%3Fdate%3D2026-11-20',
    ]);
    const page = await (await fetch(url + location)).text();
    expect(page).toContain('value="/access?date=2026-11-20"');
    expect(page).toContain('Archive.Audit');
    const body = new URLSearchParams({ post_login_redirect_uri: '/access?date=2026-11-20', name: 'a@b' });
    const signedIn = await fetch(`${url}/.auth/login/aad`, { method: 'POST', body, redirect: 'manual' });
    expect(signedIn.headers.get('location')).toBe('/access?date=2026-11-20');
  });

  test('cannot be led elsewhere by the sign-in', async () => {
    for (const target of ['https://evil.example/', '//evil.example', '/.//evil.example', '/\\evil.example']) {
      const body = new URLSearchParams({ post_login_redirect_uri: target });
      const response = await fetch(`${url}/.auth/login/aad`, { method: 'POST', body, redirect: 'manual' });
      expect(new URL(response.headers.get('location') ?? '', url).origin).toBe(url);
    }
  });
});

describe('somebody who is signed in', () => {
  test('finds the own look in the access log as an auditor, as a page and as JSON', async () => {
    const headers = await signIn(url, ['Archive.Audit']);
    const page = await fetch(`${url}/access?ticket=INC-7`, { headers });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    const [, styleSheet = ''] = /href="(\/static\/[^"]+)"/.exec(await page.text()) ?? [];
    const css = await fetch(url + styleSheet, { headers });
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

  test.each<[string, string[], string]>([
    ['without a role', [], 'no-role'],
    ['with a role of another app', ['Task.Write'], 'no-role'],
    ['with a role that does not show the page', ['Calls.Read', 'Calls.Read.Raw'], 'outside-of-role'],
  ])('%s is refused in JSON and in HTML, and adds nothing by forging', async (_who, roles, kind) => {
    const headers = { ...forged, ...(await signIn(url, roles)) };
    const twin = await fetch(`${url}/access.json`, { headers });
    const problem = (await twin.json()) as { type: string };
    expect([twin.status, twin.headers.get('content-type'), problem.type]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
      `urn:teams-call-archive:problem:${kind}`,
    ]);
    const page = await fetch(`${url}/access`, { headers });
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
  });

  test.each<[string[], Record<string, number>]>([
    [['Calls.Read.Limited'], { '/': 200, [rawRecord]: 403, '/access': 403 }],
    [['Calls.Read'], { '/': 200, [rawRecord]: 403, '/access': 403 }],
    [['Calls.Read.Raw'], { '/': 200, [rawRecord]: 404, '/access': 403 }],
    [['Archive.Audit'], { '/': 200, [rawRecord]: 403, '/access': 200 }],
    [['Calls.Read.Raw', 'Archive.Audit'], { '/': 200, [rawRecord]: 404, '/access': 200 }],
  ])('as %j opens what the role shows, and is refused the rest', async (roles, expected) => {
    const headers = await signIn(url, roles);
    const opened = Object.keys(expected).map(async (path) => {
      const response = await fetch(url + path, { headers });
      return [path, response.status] as const;
    });
    expect(Object.fromEntries(await Promise.all(opened))).toEqual(expected);
  });

  test('gets HEAD as GET without a body, and 405 for a method that the page does not take', async () => {
    const headers = await signIn(url, ['Archive.Audit']);
    const head = await fetch(`${url}/access`, { method: 'HEAD', headers });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const put = await fetch(`${url}/access.json`, { method: 'PUT', headers });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  test('is told by the platform who that is, and is nobody after signing out', async () => {
    const headers = await signIn(url, ['Archive.Audit'], 'rita@contoso.example');
    const me = await (await fetch(`${url}/.auth/me`, { headers })).json();
    expect(me).toEqual([expect.objectContaining({ provider_name: 'aad', user_id: 'rita@contoso.example' })]);
    const out = await fetch(`${url}/.auth/logout`, { headers, redirect: 'manual' });
    expect([out.status, out.headers.get('location')]).toEqual([302, '/.auth/logout/complete']);
    expect((await fetch(`${url}/access.json`, { headers })).status).toBe(401);
    expect((await fetch(`${url}/.auth/me`, { headers })).status).toBe(401);
  });

  test('cannot close the gate for others with a probe that is made up', async () => {
    const headers = await signIn(url, ['Archive.Audit']);
    const probe = { ...headers, 'x-reader-probe': crypto.randomUUID() };
    expect((await fetch(`${url}/access`, { headers: probe })).status).toBe(204);
    expect((await fetch(`${url}/access`, { headers })).status).toBe(200);
  });
});

test('a thousand requests at once are all answered', async () => {
  const headers = await signIn(url, ['Archive.Audit']);
  const statuses = await Promise.all(
    Array.from({ length: 1000 }, async (_, i) => {
      const response = await fetch(`${url}/access.json?date=2026-01-01&ticket=T-${i}`, { headers });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});
