/** What every request of a reader passes: ticket, access log, form of the answer, headers; and what goes wrong. */
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Answer, Look, Page } from '../../../src/web/page.ts';
import { makeLookPage, servingNow, servingOrigin, startServing } from '../../support/serving.ts';

const problemOf = async (response: Response) => (await response.json()) as Record<string, unknown>;
const typeOf = async (response: Response) =>
  String((await problemOf(response))['type']).replace('urn:teams-call-archive:problem:', '');
const answering = (answer: Answer<unknown>): Partial<Page> => ({ read: async () => answer });
const sameOrigin = { origin: servingOrigin };

const callId = '22222222-2222-4222-8222-222222222222';
const hash = '0123456789abcdef'.repeat(2);

describe('a look', () => {
  test('is in the access log: who, in which role, at what, when, for which ticket', async () => {
    const { ask, accessLog } = startServing([makeLookPage()]);
    expect(
      (await ask(`/calls/${callId}?who=${hash}&ticket=INC-7`, { roles: ['Calls.Read', 'Other'] })).status,
    ).toBe(200);
    expect(accessLog.entries).toEqual([
      {
        at: servingNow,
        reader: { id: 'reader-1', name: 'rita@contoso.example' },
        roles: ['Calls.Read'],
        what: 'call',
        callId,
        who: hash,
        ticket: 'INC-7',
      },
    ]);
  });

  test('has no name in the log, whatever is typed into the address', async () => {
    const { ask, accessLog } = startServing([makeLookPage()]);
    await ask('/calls/Boris?who=Boris&ticket=INC-7');
    expect(accessLog.entries).toEqual([expect.objectContaining({ what: 'call', ticket: 'INC-7' })]);
    expect(JSON.stringify(accessLog.entries)).not.toContain('Boris');
  });

  test('is answered only when it is in the log', async () => {
    const kept = Promise.withResolvers<void>();
    let isAnswered = false;
    const { ask } = startServing([makeLookPage()], { noteLook: () => kept.promise });
    const asked = ask('/calls/7').then((response) => {
      isAnswered = true;
      return response;
    });
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    kept.resolve();
    expect((await asked).status).toBe(200);
  });

  test.each(['/calls/7', '/calls/7.json'])('that cannot be written shows nothing: %s', async (path) => {
    const { ask, log } = startServing([makeLookPage()], {
      noteLook: () => Promise.reject(Object.assign(new Error('no'), { code: 'ContainerNotFound' })),
    });
    const response = await ask(path);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await response.text()).not.toContain('Boris');
    expect(log.notes).toEqual([{ name: 'web.access-log-failed', facts: { code: 'ContainerNotFound' } }]);
  });

  test('that finds nothing, or fails, is in the log too', async () => {
    for (const read of [
      async () =>
        ({ kind: 'problem', problem: { type: 't', title: 'T', status: 404, detail: 'D' } }) as const,
      async () => {
        throw new Error('no');
      },
    ]) {
      const { ask, accessLog } = startServing([makeLookPage({ read })]);
      await ask('/calls/7');
      expect(accessLog.entries).toHaveLength(1);
    }
  });

  test('that the role does not allow is not read at all', async () => {
    const { ask, accessLog } = startServing([
      makeLookPage({ read: () => Promise.reject(new Error('read')) }),
    ]);
    expect((await ask('/calls/7', { roles: ['Archive.Audit'] })).status).toBe(403);
    expect(accessLog.entries).toEqual([]);
  });

  test('at nobody is neither in the log nor asked for a ticket', async () => {
    const { ask, accessLog } = startServing([makeLookPage({ subject: () => undefined })], {
      asksTicket: true,
    });
    expect((await ask('/calls/7')).status).toBe(200);
    expect(accessLog.entries).toEqual([]);
  });
});

describe('where a ticket is asked for', () => {
  test.each(['', '?ticket=', '?ticket=a%20b', '?ticket=%3Cscript%3E', `?ticket=${'x'.repeat(65)}`])(
    'nothing is shown with "%s"',
    async (query) => {
      const { ask, accessLog } = startServing([makeLookPage()], { asksTicket: true });
      const twin = await ask(`/calls/7.json${query}`);
      expect([twin.status, await typeOf(twin)]).toEqual([400, 'ticket-missing']);
      const page = await (await ask(`/calls/7${query}`)).text();
      expect(page).toMatch(/<form method="get" action="\/calls\/7">.*name="ticket"/s);
      expect(page).not.toMatch(/Boris|<script>|ticket=/);
      expect(accessLog.entries).toEqual([]);
    },
  );

  test('the form keeps what else the address says', async () => {
    const { ask } = startServing([makeLookPage()], { asksTicket: true });
    const page = await (await ask('/calls/7?who=a%22b&poor=1&ticket=')).text();
    expect(page).toContain('<input type="hidden" name="who" value="a&quot;b">');
    expect(page).toContain('<input type="hidden" name="poor" value="1">');
    expect(page.match(/name="ticket"/g)).toHaveLength(1);
  });

  test('the form posts again what was posted', async () => {
    const { ask } = startServing([makeLookPage({ takesForm: true })], { asksTicket: true });
    const response = await ask('/calls/7?zone=Asia/Tokyo', {
      method: 'POST',
      body: new URLSearchParams({ q: '"><b>anna', from: '7d', ticket: 'no good' }),
      headers: sameOrigin,
    });
    const page = await response.text();
    expect([response.status, page]).toEqual([
      400,
      expect.stringContaining('<form method="post" action="/calls/7?zone=Asia%2FTokyo">'),
    ]);
    expect(page).toContain('<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;anna">');
    expect(page).toContain('<input type="hidden" name="from" value="7d">');
    expect(page).not.toContain('no good');
  });

  test.each(['INC-7', 'a.b_c%23d-9', 'x'.repeat(64)])('%s is one', async (ticket) => {
    const { ask } = startServing([makeLookPage()], { asksTicket: true });
    expect((await ask(`/calls/7?ticket=${ticket}`)).status).toBe(200);
  });
});

describe('a form', () => {
  const page = makeLookPage({ takesForm: true });
  const post = (headers: Record<string, string>, body: string) =>
    startServing([page]).ask('/calls/7.json', { method: 'POST', body, headers });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json; charset=utf-8' };

  test.each<[string, Record<string, string>, string]>([
    ['the app’s own origin', { ...form, ...sameOrigin }, 'text=anna'],
    ['what the browser calls the same origin', { ...form, 'sec-fetch-site': 'same-origin' }, 'text=anna'],
    ['JSON', { ...json, ...sameOrigin }, '{"text":"anna"}'],
  ])('of %s is read', async (_what, headers, body) => {
    expect(await problemOf(await post(headers, body))).toMatchObject({ form: { text: 'anna' } });
  });

  test.each<[string, Record<string, string>, string, number]>([
    ['nobody knows where', form, 'text=anna', 403],
    ['another origin', { ...form, origin: 'https://evil.example' }, 'text=anna', 403],
    ['a frame without origin', { ...form, origin: 'null' }, 'text=anna', 403],
    ['another site', { ...form, 'sec-fetch-site': 'cross-site', ...sameOrigin }, 'text=anna', 403],
    ['a sibling site', { ...form, 'sec-fetch-site': 'same-site' }, 'text=anna', 403],
    ['an address bar', { ...form, 'sec-fetch-site': 'none' }, 'text=anna', 403],
    ['more than 8 KiB', { ...form, ...sameOrigin }, 'x'.repeat(8193), 413],
    ['plain text', { 'content-type': 'text/plain', ...sameOrigin }, 'text=anna', 415],
    ['parts', { 'content-type': 'multipart/form-data; boundary=x', ...sameOrigin }, '--x--', 415],
    ['JSON that is none', { ...json, ...sameOrigin }, '{', 415],
    ['JSON with more than texts', { ...json, ...sameOrigin }, '{"text":{"$ne":1}}', 415],
    ['a JSON list', { ...json, ...sameOrigin }, '["anna"]', 415],
  ])('from %s is refused', async (_what, headers, body, status) => {
    expect((await post(headers, body)).status).toBe(status);
  });

  test('that is too long is not read to its end, whether it says its length or not', async () => {
    for (const length of [undefined, String(1e6)]) {
      let given = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          given += 1000;
          if (given > 1e6) controller.close();
          else controller.enqueue(new Uint8Array(1000));
        },
      });
      const headers = { ...form, ...sameOrigin, ...(length && { 'content-length': length }) };
      const init = { method: 'POST', duplex: 'half', body, headers } as const;
      expect((await startServing([page]).ask('/calls/7.json', init)).status).toBe(413);
      expect(given).toBeLessThan(20_000);
    }
  });

  test('is not taken by a page that has none', async () => {
    const { ask } = startServing([makeLookPage()]);
    const response = await ask('/calls/7', {
      method: 'POST',
      body: 'a=b',
      headers: { ...form, ...sameOrigin },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

const fileOf = (read: () => AsyncGenerator<Uint8Array>): Answer<unknown> => ({
  kind: 'file',
  name: 'a"b/../c.json',
  contentType: 'application/json',
  bytes: read(),
});

describe('an answer', () => {
  const forms = [
    ['a page', '/calls/7', 200],
    ['its twin', '/calls/7.json', 200],
    ['a problem', '/unknown', 404],
    ['a style sheet of another version', '/static/x/reader.css', 200],
    ['the health', '/healthz', 200],
  ] as const;

  test.each(forms)('has the headers that keep it safe: %s', async (_what, path, status) => {
    const response = await startServing([makeLookPage()]).ask(path);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('that is a file of this version is kept for good', async () => {
    const { ask } = startServing([makeLookPage()]);
    const [, path = ''] = /href="([^"]*reader\.css)"/.exec(await (await ask('/calls/7')).text()) ?? [];
    expect((await ask(path)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test.each(['/calls/7', '/calls/7.json', '/healthz', '/unknown'])(
    'to HEAD has the headers of that to GET: %s',
    async (path) => {
      const { ask } = startServing([makeLookPage()]);
      for (const accepted of ['', 'gzip']) {
        const init = { headers: { 'accept-encoding': accepted } };
        const [got, head] = [await ask(path, init), await ask(path, { ...init, method: 'HEAD' })];
        const { length } = await got.bytes();
        expect([head.status, (await head.bytes()).length]).toEqual([got.status, 0]);
        expect(Object.fromEntries(head.headers)).toEqual({
          ...Object.fromEntries(got.headers),
          'content-length': String(length),
        });
      }
    },
  );

  test('is in the form of the address, a problem also in that which the client takes', async () => {
    const { ask } = startServing([makeLookPage({ csv: () => 'a,b\r\n' })]);
    const typeAt = async (path: string, accept?: string) =>
      (await ask(path, accept ? { headers: { accept } } : {})).headers.get('content-type');
    expect(await typeAt('/calls/7')).toBe('text/html; charset=utf-8');
    expect(await typeAt('/calls/7.json', 'text/html')).toBe('application/json; charset=utf-8');
    expect(await typeAt('/calls/7.csv')).toBe('text/csv; charset=utf-8');
    expect(await typeAt('/unknown', 'application/json')).toBe('application/problem+json; charset=utf-8');
    expect(await typeAt('/unknown', 'text/html,application/json;q=0.9')).toBe('text/html; charset=utf-8');
    expect(await typeAt('/unknown', 'application/problem+json')).toBe(
      'application/problem+json; charset=utf-8',
    );
    expect(await typeAt('/calls/7', 'application/json')).toBe('text/html; charset=utf-8');
    expect((await startServing([makeLookPage()]).ask('/calls/7.csv')).status).toBe(404);
  });

  test('is compressed for who takes that, and large enough', async () => {
    const read = async (): Promise<Answer<unknown>> => ({
      kind: 'data',
      data: { words: 'word '.repeat(1000) },
    });
    const { ask } = startServing([makeLookPage({ read })]);
    const askWith = (path: string, accepted: string) =>
      ask(path, { headers: { 'accept-encoding': accepted } });
    const plain = await (await askWith('/calls/7.json', 'br, gzip;q=0')).bytes();
    for (const accepted of ['gzip', 'deflate, gzip;q=0.5, br', 'GZIP']) {
      const response = await askWith('/calls/7.json', accepted);
      expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
        'gzip',
        'accept-encoding',
      ]);
      const body = await response.bytes();
      expect(body.length).toBeLessThan(plain.length / 5);
      expect(gunzipSync(body).equals(plain)).toBe(true);
    }
    for (const accepted of ['', 'br', 'x-gzip-like']) {
      expect((await askWith('/calls/7.json', accepted)).headers.has('content-encoding')).toBe(false);
    }
    expect((await askWith('/healthz', 'gzip')).headers.has('content-encoding')).toBe(false);
    const head = await ask('/calls/7', { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('that leads elsewhere keeps ticket and zone', async () => {
    const { ask } = startServing([makeLookPage(answering({ kind: 'redirect', to: '/calls?who=abc' }))]);
    const response = await ask('/calls/7?ticket=INC-7&zone=Asia/Tokyo&poor=1');
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/calls?who=abc&ticket=INC-7&zone=Asia%2FTokyo',
    ]);
  });

  test('of exact bytes is offered as a file under a harmless name', async () => {
    const bytes = Uint8Array.from([0, 255, 13, 10]);
    const file = fileOf(async function* () {
      yield bytes;
    });
    const response = await startServing([makeLookPage(answering(file))]).ask('/calls/7');
    expect(await response.bytes()).toEqual(bytes);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a_b_.._c.json"');
  });

  test('shows times in the zone that is asked for, where there is one', async () => {
    const { ask } = startServing([makeLookPage()]);
    const zoneAt = async (query: string) => (await problemOf(await ask(`/calls/7.json${query}`)))['zone'];
    expect(await zoneAt('?zone=Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(await zoneAt('?zone=Mars/Base')).toBe('Europe/Berlin');
    expect(await zoneAt('')).toBe('Europe/Berlin');
  });
});

test.each(['/', '/calls/7', '/unknown', '/healthz.json', '/healthz/', '/static/x/reader.css'])(
  'behind a closed gate nothing is answered at %s',
  async (path) => {
    const gate = { findReason: async () => 'it is a test', answerProbe: () => undefined };
    const { ask } = startServing([makeLookPage()], { gate });
    expect([(await ask(path)).status, (await ask('/healthz')).status]).toEqual([503, 200]);
  },
);

describe('what goes wrong', () => {
  const failing = (error: unknown) => startServing([makeLookPage({ read: () => Promise.reject(error) })]);
  const rest = (more: object) => Object.assign(new Error('anna@contoso.com'), { name: 'RestError', ...more });

  test.each<[string, unknown]>([
    ['is throttled', rest({ statusCode: 503, code: 'ServerBusy' })],
    ['asks to wait', rest({ statusCode: 429 })],
    ['is away', rest({ code: 'ECONNREFUSED' })],
    ['does not answer in time', new DOMException('late', 'TimeoutError')],
  ])('is 503 with a time to come back when storage %s', async (_what, error) => {
    const { ask, log } = failing(error);
    const response = await ask('/calls/7.json');
    expect([response.status, response.headers.get('retry-after'), await typeOf(response)]).toEqual([
      503,
      '30',
      'storage-away',
    ]);
    expect(log.notes.map(({ name }) => name)).toEqual(['web.storage-away']);
    expect(JSON.stringify(log.notes)).not.toContain('anna');
  });

  test.each<[string, unknown]>([
    ['an error', new TypeError('Boris Becker is not a call')],
    ['a refusal of storage', rest({ statusCode: 403, code: 'AuthorizationPermissionMismatch' })],
  ])('unforeseen, by %s, is 500 with a number that is in the log, and no words', async (_what, error) => {
    const { ask, log } = failing(error);
    const response = await ask('/calls/7');
    const page = await response.text();
    const { name, facts } = log.notes[0] ?? {};
    expect([response.status, name]).toEqual([500, 'web.answer-failed']);
    expect(page).toContain(facts?.['id']);
    expect(page + JSON.stringify(log.notes)).not.toMatch(/Boris|anna/);
  });

  test('by waiting for what never comes ends with the look’s signal, and gives its place to others', async () => {
    const signals: AbortSignal[] = [];
    const read = ({ signal }: Look) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    };
    const { ask, log } = startServing([makeLookPage({ read })], { maxLookMs: 20 });
    const responses = await Promise.all(Array.from({ length: 20 }, () => ask('/calls/7')));
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(new Set(log.notes.map(({ name }) => name))).toEqual(new Set(['web.storage-away']));
  });

  test('in the middle of a file leaves nothing of it', async () => {
    const file = fileOf(async function* () {
      yield Buffer.from('Boris');
      throw rest({ statusCode: 503 });
    });
    const response = await startServing([makeLookPage(answering(file))]).ask('/calls/7');
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('Boris');
  });

  test('in making the page is answered likewise', async () => {
    const html = () => {
      throw new Error('Boris');
    };
    const { ask, log } = startServing([makeLookPage({ html })]);
    expect((await ask('/calls/7')).status).toBe(500);
    expect(log.notes.map(({ name }) => name)).toEqual(['web.answer-failed']);
  });

  test.each([
    '/calls/%E0%A4%A',
    '/calls/%00',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/static/x/..%2freader.css',
    '//calls/7',
  ])('a strange path is answered: %s', async (path) => {
    expect((await startServing([makeLookPage()]).ask(path)).status).toBeLessThan(500);
  });

  test('somebody who is signed in at another app is refused, whatever the role', async () => {
    const clientId = '11111111-1111-4111-8111-111111111111';
    const claims = [
      { typ: 'oid', val: 'reader-1' },
      { typ: 'roles', val: 'Calls.Read' },
      { typ: 'aud', val: 'another' },
    ];
    const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
    const { ask } = startServing([makeLookPage()], { clientId });
    const response = await ask('/calls/7.json', { headers: { 'x-ms-client-principal': principal } });
    expect([response.status, await typeOf(response)]).toEqual([403, 'other-app']);
  });
});

test('few pages are read at once, the others wait, and beyond a thousand are asked to come back', async () => {
  let reading = 0;
  let most = 0;
  const go = Promise.withResolvers<void>();
  const read = async (): Promise<Answer<unknown>> => {
    reading += 1;
    most = Math.max(most, reading);
    await go.promise;
    reading -= 1;
    return { kind: 'data', data: {} };
  };
  const { ask } = startServing([makeLookPage({ read })]);
  const asked = Array.from({ length: 1100 }, (_, i) => ask(`/calls/${i}.json`));
  const busy = await asked.at(-1);
  expect([busy?.status, busy?.headers.get('retry-after')]).toEqual([503, '5']);
  go.resolve();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(1000);
  expect(most).toBe(16);
});

test('a page has its whole time from its turn on, and who waits too long for a turn is asked to come back', async () => {
  const read = async (): Promise<Answer<unknown>> => {
    await delay(400);
    return { kind: 'data', data: {} };
  };
  const statusesOf = async (times: { maxLookMs: number; maxWaitMs: number }) => {
    const { ask } = startServing([makeLookPage({ read })], times);
    const asked = await Promise.all(Array.from({ length: 48 }, (_, i) => ask(`/calls/${i}.json`)));
    return asked.map(({ status }) => status);
  };
  expect(await statusesOf({ maxLookMs: 1000, maxWaitMs: 60_000 })).toEqual(Array(48).fill(200));
  expect(await statusesOf({ maxLookMs: 60_000, maxWaitMs: 300 })).toEqual([
    ...Array(16).fill(200),
    ...Array(32).fill(503),
  ]);
});
