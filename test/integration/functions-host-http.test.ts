/** HTTP triggers of the functions host: what a handler sees of a request, and a client of its answer. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Azurite, startAzurite } from '../../local/azurite.ts';
import {
  type Fixture,
  type HostProcess,
  killLeftHosts,
  makePackage,
  readyUrl,
  spawnHost,
} from './functions-host-process.ts';

let azurite: Azurite;
let fixture: Fixture;
let host: HostProcess;
let url: string;

beforeAll(async () => {
  azurite = await startAzurite();
  fixture = await makePackage(
    `
      app.http('echo', { methods: ['POST', 'HEAD'], route: 'echo/{id}/{more?}', handler: async (request, context) => ({
        status: 201,
        headers: { 'x-was': JSON.stringify({ method: request.method, url: request.url, params: request.params,
          query: Object.fromEntries(request.query), header: request.headers.get('X-Test'), trace: context.traceContext.traceParent }) },
        cookies: [{ name: 'a', value: '1', httpOnly: true }, { name: 'b', value: '2' }],
        body: Buffer.from(await request.arrayBuffer()),
      }) });
      app.http('text', { handler: () => ({ body: 'grüße' }) });
      app.http('json', { handler: () => ({ jsonBody: { a: 1 } }) });
      app.http('nothing', { handler: () => undefined });
      app.http('throws', { handler: () => { throw new Error('thrown on purpose'); } });
      app.http('counts', { methods: ['POST'], handler: async (request) => ({ body: String((await request.arrayBuffer()).byteLength) }) });
      app.hook.preInvocation((context) => { context.hookData.seen = true; });
      app.hook.postInvocation((context) => { say({ hook: context.invocationContext.functionName, seen: context.hookData.seen, failed: !!context.error }); });
      app.hook.appStart(() => say({ hook: 'start' }));
      app.hook.appTerminate(() => say({ hook: 'terminate' }));
    `,
    {},
    'app.cjs',
  );
  host = spawnHost(fixture.folder, { ArchiveStorage: azurite.connectionString });
  url = await readyUrl(host);
});
afterAll(async () => {
  host.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  expect(host.events().at(-1)).toEqual({ hook: 'terminate' });
  await fixture.remove();
});
afterAll(async () => {
  killLeftHosts();
  await azurite.close();
});

test('a request reaches the handler as it was sent, and its answer the client', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const response = await fetch(`${url.toUpperCase().replace('HTTP', 'http')}/Echo/a%20b?x=1&y=%C3%BC&x=2`, {
    method: 'POST',
    headers: { 'X-Test': 'yes', traceparent },
    body: bytes,
  });
  expect(response.status).toBe(201);
  expect(await response.bytes()).toEqual(bytes);
  expect(response.headers.getSetCookie()).toEqual(['a=1; path=/; httponly', 'b=2; path=/']);
  expect(JSON.parse(response.headers.get('x-was') ?? '')).toEqual({
    method: 'POST',
    url: `${url.replace('/api', '/API')}/Echo/a%20b?x=1&y=%C3%BC&x=2`,
    params: { id: 'a b' },
    query: { x: '1,2', y: 'ü' },
    header: 'yes',
    trace: traceparent,
  });
});

test("text, JSON and no answer at all have the runtime's forms", async () => {
  const text = await fetch(`${url}/text`);
  expect([text.headers.get('content-type'), await text.text()]).toEqual([
    'text/plain;charset=UTF-8',
    'grüße',
  ]);
  const json = await fetch(`${url}/json`);
  expect([json.headers.get('content-type'), await json.text()]).toEqual(['application/json', '{"a":1}']);
  expect((await fetch(`${url}/nothing`)).status).toBe(204);
});

test('an unknown route or method is 404 with an empty body', async () => {
  const requests: [string, string][] = [
    ['GET', '/unknown'],
    ['PUT', '/text'],
    ['HEAD', '/text'],
    ['OPTIONS', '/text'],
    ['POST', '/echo'],
  ];
  for (const [method, path] of requests) {
    const response = await fetch(url + path, { method });
    expect([method, path, response.status, await response.text()]).toEqual([method, path, 404, '']);
  }
  expect((await fetch(url.replace('/api', '/text'))).status).toBe(404);
  expect((await fetch(`${url}/echo/1`, { method: 'HEAD' })).status).toBe(201);
});

test('a handler that throws is 500 with an empty body, and its stack is in the log', async () => {
  const response = await fetch(`${url}/throws`);
  expect([response.status, await response.text()]).toEqual([500, '']);
  expect(host.output()).toMatch(/error \[throws\] Failed after \d+ ms/);
  expect(host.output()).toMatch(/\[throws\] Error: thrown on purpose\n {4}at /);
  await host.event({ hook: 'throws', seen: true, failed: true });
});

test('a body whose length is not announced does not reach the handler, as in Azure', async () => {
  const body = new Blob(['in chunks']).stream();
  const chunked = await fetch(`${url}/counts`, { method: 'POST', body, duplex: 'half' });
  expect(await chunked.text()).toBe('0');
  expect(await (await fetch(`${url}/counts`, { method: 'POST', body: 'whole' })).text()).toBe('5');
});

test('a function beyond functionTimeout ends the whole worker, and what runs beside it, after appTerminate', async () => {
  const short = await makePackage(
    `
      app.http('hangs', { handler: () => { say({ began: true }); return new Promise(() => {}); } });
      app.hook.appTerminate(() => say({ hook: 'terminate' }));
    `,
    { functionTimeout: '00:00:01' },
  );
  const other = spawnHost(short.folder, { ArchiveStorage: azurite.connectionString });
  const answers = [fetch(`${await readyUrl(other)}/hangs`), fetch(`${await readyUrl(other)}/hangs`)];
  const outcomes = await Promise.allSettled(answers);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await other.ended).toBe(1);
  expect(other.events().at(-1)).toEqual({ hook: 'terminate' });
  expect(other.output()).toContain('[hangs] Timeout: it ran longer than functionTimeout, 1 s');
  await short.remove();
});

test('a body of 100 MB passes, a larger one is 413', async () => {
  const limit = 100 * 1024 * 1024;
  const send = (size: number) => fetch(`${url}/counts`, { method: 'POST', body: new Uint8Array(size) });
  expect(await (await send(limit)).text()).toBe(String(limit));
  expect((await send(limit + 1)).status).toBe(413);
});

test('it listens on the loopback only', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.2');
  await expect(once(socket, 'connect')).rejects.toThrow();
});
