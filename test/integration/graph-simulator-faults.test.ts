/** Every fault is what it says, seen from a client's side of the wire. */
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import {
  type GraphSimulator,
  startGraphSimulator,
} from '../../local/graph-simulator/start-graph-simulator.ts';
import { errorOf, fetchToken, type GraphClient, makeGraphClient } from './graph-simulator-client.ts';

const record = makeRecord('faulty', { sessions: 20, endedAt: new Date(Date.now() - 60_000) });
const path = `/communications/callRecords/${record.id}?$expand=sessions($expand=segments)`;

let simulator: GraphSimulator;
let graph: GraphClient;

beforeEach(async () => {
  simulator = await startGraphSimulator();
  simulator.addRecord(record);
  graph = await makeGraphClient(simulator);
});

afterEach(() => simulator.close());

/** The raw answer: status, headers, and the bytes that came until the end or the break. */
async function readRaw(coding = 'identity', timeoutMs = 5_000) {
  const authorization = `Bearer ${await fetchToken(simulator)}`;
  const agent = new Agent();
  const chunks: Buffer[] = [];
  let failure: unknown;
  let head: { status: number; headers: Record<string, unknown> } | undefined;
  try {
    const response = await request(`${simulator.origin}/v1.0${path}`, {
      dispatcher: agent,
      headers: { authorization, 'accept-encoding': coding },
      bodyTimeout: timeoutMs,
    });
    head = { status: response.statusCode, headers: response.headers };
    for await (const chunk of response.body) chunks.push(Buffer.from(chunk));
  } catch (error) {
    failure = error;
  } finally {
    await agent.destroy();
  }
  return { head, bytes: Buffer.concat(chunks), failure };
}

describe('answers in place of the proper one', () => {
  test('throttle, with seconds, with a date, without Retry-After', async () => {
    const date = new Date('2026-11-21T12:00:07Z');
    for (const [given, expected] of [
      [30, '30'],
      [date, 'Sat, 21 Nov 2026 12:00:07 GMT'],
      [undefined, null],
    ] as const) {
      simulator.addFault({ fault: faults.throttle(given) });
      const reply = await graph.get(path);
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, expected]);
    }
    expect((await graph.get(path)).status).toBe(200);
  });

  test('status, with an error of Graph’s shape or any body', async () => {
    simulator.addFault({ fault: faults.status(503, undefined, { 'retry-after': '7' }) });
    const reply = await graph.get(path);
    expect([reply.status, errorOf(reply).code, reply.headers.get('retry-after')]).toEqual([
      503,
      'ServiceUnavailable',
      '7',
    ]);
    simulator.addFault({ fault: faults.status(502, '<html>') });
    expect(await graph.get(path)).toMatchObject({ status: 502, text: '<html>' });
  });

  test('a page of HTML, an error object, any body: all with status 200', async () => {
    simulator.addFault({ fault: faults.html200() });
    const html = await graph.get(path);
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    simulator.addFault({ fault: faults.error200() });
    const error = await graph.get(path);
    expect([error.status, errorOf(error).code]).toEqual([200, 'generalException']);
    simulator.addFault({ fault: faults.body('{"id":7}') });
    expect(await graph.get(path)).toMatchObject({ status: 200, text: '{"id":7}' });
  });

  test('a redirect', async () => {
    simulator.addFault({ fault: faults.redirect('https://elsewhere.example/', 307) });
    const reply = await graph.get(path);
    expect([reply.status, reply.headers.get('location')]).toEqual([307, 'https://elsewhere.example/']);
  });
});

describe('a proper answer, spoiled', () => {
  test('another call’s id', async () => {
    simulator.addFault({ fault: faults.wrongId() });
    const spoiled = (await graph.get(path)).json();
    expect(spoiled['id']).toBe('ffffffff-ffff-4fff-8fff-ffffffffffff');
    expect(spoiled['sessions']).toEqual((await graph.get(path)).json()['sessions']);
  });

  test('a hostile next link, on a record and on a page', async () => {
    simulator.addFault({ times: 2, fault: faults.replaceNextLink('https://evil.example/steal') });
    expect((await graph.get(path)).json()['sessions@odata.nextLink']).toBe('https://evil.example/steal');
    const page = await graph.get(`/communications/callRecords/${record.id}/sessions`);
    expect(page.json()['@odata.nextLink']).toBe('https://evil.example/steal');
    expect((await graph.get(path)).json()).not.toHaveProperty(['sessions@odata.nextLink']);
  });

  test('JSON that breaks off in a complete answer', async () => {
    simulator.addFault({ fault: faults.truncatedJson(0.5) });
    const reply = await graph.get(path);
    expect(reply.status).toBe(200);
    expect(() => JSON.parse(reply.text)).toThrow();
    expect((await graph.get(path)).text.startsWith(reply.text)).toBe(true);
  });

  test('a gzip stream that breaks off in a complete answer', async () => {
    simulator.addFault({ fault: faults.truncatedGzip() });
    const { head, bytes, failure } = await readRaw('gzip');
    expect(failure).toBeUndefined();
    expect(head).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
    expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
  });
});

describe('trouble on the wire', () => {
  test.each(['identity', 'gzip'])('a cut before the body (%s)', async (coding) => {
    simulator.addFault({ on: { path }, fault: faults.cutBeforeBody() });
    const { head, bytes, failure } = await readRaw(coding);
    expect(head?.status).toBe(200);
    expect(bytes).toHaveLength(0);
    expect(failure).toBeInstanceOf(Error);
  });

  test.each(['identity', 'gzip'])('a cut in the body (%s)', async (coding) => {
    simulator.addFault({ on: { path }, fault: faults.cutInBody(0.5) });
    const cut = await readRaw(coding);
    const whole = await readRaw(coding);
    expect(cut.head?.status).toBe(200);
    expect(cut.failure).toBeInstanceOf(Error);
    expect(cut.bytes.length).toBe(Math.floor(whole.bytes.length * 0.5));
  });

  test.each(['identity', 'gzip'])(
    'a cut after the whole body, before the answer is over (%s)',
    async (coding) => {
      simulator.addFault({ on: { path }, fault: faults.cutAfterBody() });
      const cut = await readRaw(coding);
      const whole = await readRaw(coding);
      expect(cut.failure).toBeInstanceOf(Error);
      expect(cut.bytes.equals(whole.bytes)).toBe(true);
    },
  );

  test('a connection that ends without an answer', async () => {
    simulator.addFault({ on: { path }, fault: faults.dropConnection() });
    const { head, failure } = await readRaw();
    expect(head).toBeUndefined();
    expect(failure).toBeInstanceOf(Error);
  });

  test('a stall after some bytes, which does not keep the simulator busy', async () => {
    simulator.addFault({ on: { path }, fault: faults.stall(100) });
    const { bytes, failure } = await readRaw('identity', 50);
    expect(bytes).toHaveLength(100);
    expect(failure).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
    await simulator.untilIdle();
  });

  test('a slow answer', async () => {
    simulator.addFault({ on: { path }, fault: faults.slow(60) });
    const begun = performance.now();
    expect((await graph.get(path)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(50);
  });
});

test('a client that is gone before its answer does not keep the simulator busy', async () => {
  simulator.addFault({ on: { path }, fault: faults.slow(60) });
  const authorization = `Bearer ${await fetchToken(simulator)}`;
  const leaving = AbortSignal.timeout(20);
  const asked = fetch(`${simulator.origin}/v1.0${path}`, { headers: { authorization }, signal: leaving });
  await expect(asked).rejects.toThrow();
  await simulator.untilIdle();
});

test('faults are counted, logged, and can be taken back', async () => {
  const planned = simulator.addFault({
    on: { method: 'GET', path: record.id },
    times: 5,
    fault: faults.status(500),
  });
  await graph.get(path);
  expect(planned.played()).toBe(1);
  expect(simulator.requests.at(-1)).toMatchObject({ fault: 'status-500', status: 500 });
  simulator.clearFaults();
  expect((await graph.get(path)).status).toBe(200);
  expect((await graph.get('/subscriptions')).status).toBe(200);
});
