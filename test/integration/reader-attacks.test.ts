/** What a stranger, or a reader with a small role, would try: addresses, headers and parameters that are not meant. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readerPages } from '../../src/web/page-table.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { findSecrets } from '../support/planted/find-secrets.ts';
import { makePlantedArchive, plantedDay } from '../support/planted/planted-archive.ts';
import { writePlantedArchive } from '../support/planted/write-planted-archive.ts';
import { signedInHeaders } from '../support/principal-header.ts';
import { type ServedPages, servePages } from '../support/served-pages.ts';

const { clients, connectionString } = useEmulator();
const archive = makePlantedArchive(1);
let served: ServedPages;

beforeAll(async () => {
  await writePlantedArchive(clients(), archive);
  served = servePages(connectionString());
});

const { withAnna } = archive.calls;
const { anna, boris } = archive.hashes;
/** An address of each page. */
const parts: Record<string, string> = { ':id': withAnna, ':hash': anna, ':date': plantedDay };
const paths = readerPages.map(({ path }) =>
  path.replace(/:\w+/g, (name) => {
    const value = parts[name];
    if (value === undefined) throw new Error(`This test does not know what ${name} of ${path} can be`);
    return value;
  }),
);

/** Ways in which one part of a system reads another path than the next one. */
const disguises: [name: string, (path: string) => string][] = [
  ['a slash at the end', (path) => `${path}/`],
  ['two slashes', (path) => `/${path}`],
  ['another host', (path) => `//evil.example${path}`],
  ['backslashes', (path) => path.replaceAll('/', '\\')],
  ['encoded slashes', (path) => path.replaceAll('/', '%2f').replace('%2f', '/')],
  ['capitals', (path) => path.toUpperCase()],
  ['two suffixes', (path) => `${path}.json.json`],
  ['a suffix in capitals', (path) => `${path}.JSON`],
  ['a suffix of another kind', (path) => `${path}.html`],
  ['a NUL', (path) => `${path}%00.json`],
  ['a parameter of the path', (path) => `${path};x=.json`],
  ['a space', (path) => `${path}%20`],
  ['below what everybody may see', (path) => `/healthz/..${path}`],
  ['below what everybody may see, encoded', (path) => `/healthz/%2e%2e${path}`],
  ['below what everybody may see, encoded twice', (path) => `/healthz/%252e%252e${path}`],
  ['below what everybody may see, with an encoded slash', (path) => `/healthz%2f..${path}`],
  ['below the files', (path) => `/static/x/..%2f..${path}`],
  ['below the sign-in', (path) => `/.auth${path}`],
  ['a dot as a folder', (path) => `/.${path}`],
  ['letters that are no UTF-8', (path) => `${path}/%ff%fe`],
];

async function secretsIn(response: Response): Promise<string[]> {
  const found = findSecrets(
    { headers: response.headers, body: await response.clone().bytes() },
    archive.secrets,
  );
  return found.map(({ place }) => place);
}

describe.each(disguises)('an address with %s', (_, disguise) => {
  test('shows nothing to nobody, and no call to an auditor', async () => {
    for (const path of paths.map(disguise)) {
      for (const roles of [undefined, [], ['Archive.Audit']]) {
        const response = await served.get(path, roles);
        expect([path, roles, response.status < 500]).toEqual([path, roles, true]);
        const seen = (await secretsIn(response)).filter((place) => !place.startsWith('hash of '));
        expect([path, roles, seen]).toEqual([path, roles, []]);
      }
    }
  });

  test('shows no raw record to who may not have it, and nobody but Anna to who sees one person', async () => {
    for (const path of paths.map(disguise)) {
      const response = await served.get(path, ['Calls.Read']);
      expect([path, await secretsIn(response)]).not.toEqual([path, expect.arrayContaining(['tomorrow'])]);
      for (const query of ['', `?who=${boris}&who=${anna}`, `?who=${anna}&who=${boris}`]) {
        const limited = await served.get(path + query, ['Calls.Read.Limited']);
        const seen = await secretsIn(limited);
        // Besides Anna, whom the address names first is whom the reader came for; their hash is repeated in links.
        const asked = query.startsWith(`?who=${boris}`) ? 'anna|boris' : 'anna';
        const isAsked = new RegExp(`^(?:(?:${asked})\\.(?:displayName|userPrincipalName)$|hash of )`);
        expect([path + query, seen.filter((place) => !isAsked.test(place))]).toEqual([path + query, []]);
      }
    }
  });
});

/** What would do harm in HTML, in a header, in a link or in a sheet. */
const hostile = [
  `x"><script>alert(1)</script>`,
  '" onmouseover="alert(1)',
  'x\r\nSet-Cookie: evil=1\r\n\r\n<script>',
  '//evil.example/x',
  'javascript:alert(1)',
  '=HYPERLINK("https://evil.example")',
  '__proto__',
  '\u202eevil\u2066',
];
const parameters = [
  'who',
  'organizer',
  'meeting',
  'from',
  'to',
  'after',
  'type',
  'version',
  'people',
  'date',
  'ticket',
  'zone',
  'q',
];

async function expectHarmless(address: string): Promise<void> {
  const response = await served.get(address, ['Calls.Read.Raw', 'Archive.Audit']);
  expect([address, response.status < 500]).toEqual([address, true]);
  const body = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) {
    expect(body).not.toMatch(/<script>|"\s*onmouseover=|href="(?:\/\/|javascript:)/);
  } else expect(type).toMatch(/^(?:application\/(?:problem\+)?json|text\/csv)/);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
}

test.each(parameters)('whatever is in the parameter %s stays a text', async (parameter) => {
  for (const path of ['/', ...paths])
    for (const value of [hostile.join(' '), ...(path === '/' ? [...hostile, 'x'.repeat(10_000)] : [])])
      await expectHarmless(`${path}?${new URLSearchParams({ [parameter]: value })}`);
});

test('nor do all parameters together do harm, in any form', async () => {
  for (const value of [...hostile, 'x'.repeat(1000)])
    for (const path of paths)
      for (const form of ['', '.json', '.csv'])
        await expectHarmless(
          `${path}${form}?${new URLSearchParams(Object.fromEntries(parameters.map((name) => [name, value])))}`,
        );
});

describe('what is posted', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    served.ask('/', {
      method: 'POST',
      body,
      headers: {
        ...signedInHeaders('Calls.Read'),
        origin: 'https://calls.contoso.example',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
    });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page beside this one', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that begins like this one', { origin: 'https://calls.contoso.example.evil.example' }],
    ['a sandbox', { origin: 'null' }],
  ])('by %s is not taken', async (_, headers) => {
    const response = await post('q=anna', headers);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('location')).toBeNull();
  });

  test.each(hostile)('leads nowhere else by %j', async (value) => {
    for (const name of ['q', 'from', 'ticket', 'who', 'organizer', 'zone']) {
      const response = await post(String(new URLSearchParams({ q: 'anna@contoso.com', [name]: value })));
      expect(response.status).toBeLessThan(500);
      const location = response.headers.get('location') ?? '/';
      expect(location).toMatch(/^\/(?!\/)/);
      expect(location).not.toMatch(/[\r\n]/);
    }
  });

  test('a prototype in JSON changes nothing', async () => {
    const response = await post('{"__proto__":"x","constructor":"y","q":"anna"}', {
      'content-type': 'application/json',
    });
    expect(response.status).toBeLessThan(500);
    expect(Object.hasOwn(Object.prototype, 'q')).toBe(false);
  });
});

test('headers that name another address change no answer, and no answer is kept by a cache', async () => {
  const path = `/calls/${withAnna}`;
  const plain = await (await served.get(path, ['Calls.Read'])).text();
  for (const [name, value] of [
    ['x-forwarded-host', 'evil.example'],
    ['x-original-url', '/access'],
    ['x-rewrite-url', '/access'],
    ['x-http-method-override', 'DELETE'],
    ['x-forwarded-proto', 'http'],
    ['x-ms-client-principal-id', 'somebody-else'],
    ['x-ms-client-principal-name', 'somebody-else'],
  ] as const) {
    const response = await served.ask(path, { headers: { ...signedInHeaders('Calls.Read'), [name]: value } });
    expect([name, await response.text()]).toEqual([name, plain]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});

test('the access log takes hashes and ids only, whatever stands in the address', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const typed = 'anna@contoso.com';
  for (const path of ['/', ...paths])
    await served.get(`${path}?${new URLSearchParams({ who: typed, organizer: typed, meeting: typed })}`, [
      'Calls.Read.Raw',
      'Archive.Audit',
    ]);
  const log = await (await served.get(`/access.json?date=${today}`, ['Archive.Audit'])).text();
  expect(log).toContain('"what": "call"');
  expect(log).not.toContain(typed);
});
