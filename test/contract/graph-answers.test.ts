/** What an answer of Graph means (design §6), as the adapter makes it of what comes over the wire. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { WireFault } from '../../local/graph-simulator/exchange.ts';
import {
  body,
  cutBeforeBody,
  cutInBody,
  dropConnection,
  type Fault,
  redirect,
  stall,
  status,
  throttle,
  truncatedGzip,
} from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import { makeGraphCallRecords } from '../../src/adapters/graph/graph-call-records.ts';
import type { GraphClientOptions } from '../../src/adapters/graph/graph-client.ts';
import type { GraphExchange } from '../../src/adapters/graph/observe-exchange.ts';
import { GraphError } from '../../src/errors.ts';
import type { CallRecordSource } from '../../src/ports/call-record-source.ts';
import { useGraph } from '../support/contract-graph.ts';
import { type Listener, startListener } from '../support/listener.ts';

const graph = useGraph();
const call = makeRecord('graph answers', { sessions: 3 });
const now = new Date('2026-11-21T09:00:00Z');

let elsewhere: Listener;
beforeAll(async () => {
  elsewhere = await startListener((_request, response) => response.end('{}'));
});
beforeEach(() => graph().simulator.addRecord(call));
afterAll(() => elsewhere.close());

describe('a status of Graph', () => {
  const wait = { 'retry-after': '7' };
  test.each([
    [404, {}, 'not-found', undefined],
    [429, wait, 'throttled', 7_000],
    [429, {}, 'throttled', undefined],
    [503, wait, 'throttled', 7_000],
    [503, {}, 'unavailable', undefined],
    [503, { 'retry-after': 'soon' }, 'unavailable', undefined],
    [500, {}, 'unavailable', undefined],
    [502, {}, 'unavailable', undefined],
    [504, {}, 'unavailable', undefined],
    [403, {}, 'denied', undefined],
    [206, {}, 'refused', undefined],
    [400, {}, 'refused', undefined],
    [409, {}, 'refused', undefined],
    [410, {}, 'refused', undefined],
    [418, {}, 'refused', undefined],
  ])('%i with the headers %o means %s', async (code, headers, meaning, retryAfterMs) => {
    const error = await failWith(status(code, undefined, headers));
    expect(error).toMatchObject({ meaning, status: code, retryAfterMs });
    expect(error.requestId).toMatch(/^[\w-]{36}$/);
  });

  test.each([
    ['in 90 seconds', '90', 90_000],
    ['at a time to come', 'Sat, 21 Nov 2026 09:01:30 GMT', 90_000],
    ['at a time that is over', 'Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['longer than a queue can wait', '864000', 864_000_000],
  ])('429 says when to come back: %s', async (_when, retryAfter, retryAfterMs) => {
    expect(await failWith(throttle(retryAfter))).toMatchObject({ meaning: 'throttled', retryAfterMs });
  });

  const emptyGzip = { 'content-encoding': 'gzip', 'retry-after': '7' };
  test.each<[string, Fault]>([
    ['empty gzip', status(429, '', emptyGzip)],
    ['gzip that breaks off', onWire(throttle(7), { kind: 'truncate-gzip' })],
    ['cut in the middle', onWire(throttle(7), { kind: 'cut', fraction: 0.5 })],
    ['never sent', onWire(throttle(7), { kind: 'cut', fraction: 0 })],
  ])('counts with its headers although the body is %s', async (_how, fault) => {
    expect(await failWith(fault)).toMatchObject({ meaning: 'throttled', status: 429, retryAfterMs: 7_000 });
  });

  test('counts although its body is no gzip, as its headers say', async () => {
    const liar = await startListener((_request, response) =>
      response.writeHead(503, emptyGzip).end('<h1>Service Unavailable</h1>'),
    );
    const answer: unknown = await connect({ origin: liar.origin })
      .readRecord(call.id)
      .catch((error) => error);
    await liar.close();
    expect(answer).toMatchObject({ meaning: 'throttled', retryAfterMs: 7_000 });
  });

  test('is reported with Graph’s code; Graph’s words stay out of the message, which is logged', async () => {
    const words = 'No access for anna@contoso.example';
    const error = await failWith(
      status(403, JSON.stringify({ error: { code: 'Forbidden', message: words } })),
    );
    expect(error).toMatchObject({ graphCode: 'Forbidden', graphMessage: words });
    expect(error.message).toContain('403 Forbidden');
    expect(error.message).not.toContain('anna');
  });

  test('comes with its body where that is to be kept as evidence', async () => {
    const error = await failWith(status(400, '{"error":{"code":"BadRequest"}}'));
    expect(Buffer.from(error.body ?? []).toString()).toBe('{"error":{"code":"BadRequest"}}');
  });

  test.each([301, 302, 307, 308])('%i is refused and not followed', async (code) => {
    const error = await failWith(redirect(`${elsewhere.origin}/v1.0/x`, code));
    expect(error).toMatchObject({ meaning: 'refused', status: code });
    expect(elsewhere.heard).toEqual([]);
  });
});

describe('an answer that does not come whole', () => {
  /** undici's clock for stalls ticks twice a second: a shorter limit may run out on an answer that is merely late. */
  const shortStallMs = 1_000;

  test.each<[string, () => Fault]>([
    ['without any byte', dropConnection],
    ['cut after its headers', cutBeforeBody],
    ['cut in its body', cutInBody],
    ['cut before its last byte', () => cutInBody(1)],
    ['in gzip that breaks off', truncatedGzip],
    ['that stalls after its headers', stall],
    ['that stalls in its body', () => stall(100)],
    ['larger than any page', () => body(`"${'x'.repeat(65 * 1024 * 1024)}"`)],
  ])('%s is unavailable, and the next is read', async (_how, makeFault) => {
    const source = connect({ stallTimeoutMs: shortStallMs });
    expect(await failWith(makeFault(), source)).toMatchObject({ meaning: 'unavailable', status: undefined });
    await expect(source.readRecord(call.id)).resolves.toMatchObject({ requestId: expect.any(String) });
  });

  test('in the time allowed is unavailable, even if it does not stall', async () => {
    const source = connect({ totalTimeoutMs: 300 });
    expect(await failWith(stall(100), source)).toMatchObject({ meaning: 'unavailable' });
  });

  test('from a Graph that never answers is unavailable', async () => {
    const silent = await startListener(() => undefined);
    const source = connect({ origin: silent.origin, stallTimeoutMs: 300 });
    await expect(source.readRecord(call.id)).rejects.toMatchObject({ meaning: 'unavailable' });
    await silent.close();
  });

  test('from a Graph that is not there is unavailable', async () => {
    const gone = await startListener(() => undefined);
    await gone.close();
    await expect(connect({ origin: gone.origin }).readRecord(call.id)).rejects.toMatchObject({
      meaning: 'unavailable',
    });
  });
});

test('a body that is not a call record is given as it is: whether it is one, the caller finds out', async () => {
  graph().simulator.addFault({ on: { path: call.id }, fault: body('<h1>Zoë</h1>', 'text/html') });
  const page = await connect().readRecord(call.id);
  expect(Buffer.from(page.bytes).toString('utf8')).toBe('<h1>Zoë</h1>');
});

test('every exchange is observed, however it ends: its kind, its status and its time, never an id', async () => {
  const observed: GraphExchange[] = [];
  const source = connect({ observe: (exchange) => observed.push(exchange) });
  await source.readRecord(call.id);
  for (const fault of [throttle(7), dropConnection()]) {
    graph().simulator.addFault({ on: { path: call.id }, fault });
    await expect(source.readParticipants(call.id)).rejects.toThrow(GraphError);
  }
  const { host } = new URL(graph().simulator.origin);
  const same = { request: 'GET communications/callRecords/{id}', host, tookMs: expect.any(Number) };
  expect(observed).toEqual([200, 429, undefined].map((code) => ({ ...same, status: code })));
});

function connect(options: Partial<GraphClientOptions> = {}): CallRecordSource {
  return makeGraphCallRecords(graph().connect({ now: () => now, ...options }), { omitNulls: false });
}

function onWire(fault: Fault, wire: WireFault): Fault {
  return { ...fault, answer: async (...asked) => ({ ...(await fault.answer(...asked)), wire }) };
}

/** What the source throws when this happens to the next answer. Asking again is for the caller: Graph hears one request. */
async function failWith(fault: Fault, source = connect()): Promise<GraphError> {
  const { simulator } = graph();
  simulator.addFault({ on: { path: call.id }, fault });
  const thrown: unknown = await source.readRecord(call.id).catch((error) => error);
  if (!(thrown instanceof GraphError)) throw new TypeError(`The source gave ${thrown}`);
  expect(simulator.countRequests({ path: call.id })).toBe(1);
  return thrown;
}
