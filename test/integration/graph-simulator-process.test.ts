/** The simulator as a process of its own, controlled over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';

const main = new URL('../../local/graph-simulator/main.ts', import.meta.url).pathname;

let child: ChildProcess;
let ready: {
  origin: string;
  identityEndpoint: string;
  identityHeader: string;
  tenantId: string;
  appId: string;
};

beforeAll(async () => {
  child = spawn(process.execPath, [main, '--port', '0', '--tenant-id', 'a-tenant'], {
    env: { GRAPH_SIMULATOR_THROTTLING: 'documented' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('No output');
  const [line] = await once(createInterface(child.stdout), 'line');
  ready = JSON.parse(String(line).replace(/^ready /, ''));
});

afterAll(async () => {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

const control = (method: string, path: string, body?: unknown) =>
  fetch(`${ready.origin}/_simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function readCall(id: string): Promise<Response> {
  const url = `${ready.identityEndpoint}?api-version=2019-08-01&resource=https://graph.microsoft.com`;
  const answer = await fetch(url, { headers: { 'x-identity-header': ready.identityHeader } });
  const { access_token } = z.object({ access_token: z.string() }).parse(await answer.json());
  return fetch(`${ready.origin}/v1.0/communications/callRecords/${id}`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
}

test('says where it is', () => {
  expect(ready).toMatchObject({
    origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    tenantId: 'a-tenant',
    identityHeader: expect.stringMatching(/./),
  });
});

test('ends calls, made or given, and gives their documents', async () => {
  const made = z
    .object({ id: z.string() })
    .parse(await (await control('POST', 'calls', { seed: 5, sessions: 3 })).json());
  expect((await readCall(made.id)).status).toBe(200);
  const document = await (await control('GET', `records/${made.id}/1/document`)).json();
  expect(document).toMatchObject({ id: made.id, sessions: [{}, {}, {}] });

  const record = {
    id: 'c0ffee00-0000-4000-8000-000000000001',
    version: '9007199254740993',
    startDateTime: new Date().toISOString(),
    endDateTime: new Date().toISOString(),
    head: ['"id":"c0ffee00-0000-4000-8000-000000000001"', '"version":9007199254740993'],
    sessions: ['{"s":1.0}'],
    participants: [],
    tail: [],
  };
  expect((await control('POST', 'calls', { record })).status).toBe(201);
  const raw = await (await control('GET', `records/${record.id}/9007199254740993/document`)).text();
  expect(raw).toContain('"version":9007199254740993,"sessions":[{"s":1.0}],"participants_v2":[]}');
  expect((await control('GET', `records/${record.id}/1/document`)).status).toBe(404);
});

test('generates calls, the examples too', async () => {
  const reply = await control('POST', 'generate', { count: 3, seed: 'many', everyMs: 0, overDays: 10 });
  const { ids } = z.object({ ids: z.array(z.string()) }).parse(await reply.json());
  expect(ids).toHaveLength(3);
  for (const id of ids) expect((await readCall(id)).status).toBe(200);
  const examples = z
    .array(z.object({ id: z.string() }))
    .parse(await (await control('POST', 'examples')).json());
  expect((await readCall(examples[0]?.id ?? '')).status).toBe(200);
});

test('plays faults, and reports requests', async () => {
  const { id } = z
    .object({ id: z.string() })
    .parse(await (await control('POST', 'calls', { seed: 6 })).json());
  expect(
    (
      await control('POST', 'faults', {
        on: { path: id },
        times: 9,
        fault: { kind: 'throttle', retryAfter: 3 },
      })
    ).status,
  ).toBe(201);
  expect((await readCall(id)).headers.get('retry-after')).toBe('3');
  expect((await control('DELETE', 'faults')).status).toBe(204);
  expect((await readCall(id)).status).toBe(200);
  const requests = await (await control('GET', `requests?recordId=${id}`)).json();
  expect(requests).toEqual([
    expect.objectContaining({ method: 'GET', status: 200, withToken: true, recordId: id }),
  ]);
});

test('changes roles, settings and subscriptions, and refuses what it does not know', async () => {
  const { id } = z
    .object({ id: z.string() })
    .parse(await (await control('POST', 'calls', { seed: 7 })).json());
  expect((await control('POST', 'roles', { roles: [] })).status).toBe(204);
  expect((await readCall(id)).status).toBe(403);
  await control('POST', 'roles', { roles: ['CallRecords.Read.All'] });
  expect((await control('POST', 'settings', { paging: { sessions: 1 }, throttling: 'off' })).status).toBe(
    204,
  );
  expect((await control('POST', 'settings', { paging: { seasons: 1 } })).status).toBe(400);
  expect((await control('POST', 'faults', { fault: { kind: 'unheard of' } })).status).toBe(400);
  expect((await control('POST', 'calls', { id: 'x' })).status).toBe(400);
  expect(await (await control('GET', 'subscriptions')).json()).toEqual([]);
  expect((await control('DELETE', 'subscriptions/none')).status).toBe(404);
  expect((await control('GET', 'nonsense')).status).toBe(404);
});
