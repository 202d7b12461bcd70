/**
 * When Graph says no (design §6), through the app as it runs. Which test covers which row:
 *
 *   404 while the record is not written       here: asked again, further and further apart
 *   404 after 4 hours, or after 30 days       here: left to the daily reconcile; lost; lost by reconcile
 *   429, 503 with Retry-After                 here: exactly as long as Graph asks, in each form; no failed try
 *                                             bad-answers: a short wait is waited on the spot
 *   500, 502, 504, network, truncated         bad-answers: an answer that comes right when asked again
 *   … stalled, and after 4 hours              here
 *   401, 403                                  here and bad-answers: again in 30 minutes; health names the role: health
 *   anything else                             bad-answers: refused, kept aside, no blob; here: asked again by redrive
 *                                             and by the daily reconcile
 *   a ledger row from the first delay on, closed in the end     here and bad-answers
 *   Graph's limits: each instance paces itself                  long-and-killed, reconcile; throttled() stays empty
 *   base64, TTL −1, visibility of at most 6 days                contract/request-queue; longer waits: here
 *   a killed app; what is left of its messages                  long-and-killed
 *   a packed message: inline first, split when it comes again   archive-calls, packed-crash
 *   a message that keeps failing                                integration/functions-host-queue; its row: here
 */
import { TableClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import type { LoggedEvent } from '../../local/parse-log-line.ts';
import { dayMs, hourMs, minuteMs } from '../../src/model/durations.ts';
import type { AppLog } from '../support/app-log.ts';
import type { ArchiveReader } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

let log: AppLog;
let system: WatchedSystem;
let reader: ArchiveReader;
/** Asked for at the beginning, because they take their time: the app gives up a stalled answer after half a minute. */
let stalled: SimulatedRecord;
let late: SimulatedRecord;
let throttled: SimulatedRecord;

beforeAll(async () => {
  ({ log, system, reader } = await watchQuietSystem());
  await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(0));
  stalled = addRecord('stalled', faults.stall(100));
  await ask(stalled.id);
});

afterAll(() => system?.close());

/** A record that Graph has, and that nobody was told of; its next answers are these. */
function addRecord(seed: string, ...answers: faults.Fault[]): SimulatedRecord {
  // Of a day that a reconcile of today does not look at.
  const endedAt = new Date(Date.now() - 3 * dayMs);
  const record = makeRecord(seed, { endedAt, sessions: 2 });
  system.graph.addRecord(record);
  for (const fault of answers) system.graph.addFault({ on: { path: record.id }, times: 1, fault });
  return record;
}

/** Asks for the call by a message of the app's own, such as an earlier try would have left. */
async function ask(
  callIds: string | string[],
  more: Record<string, unknown> = {},
  queue = 'archive-requests',
): Promise<void> {
  const message = { schema: 1, kind: 'records', reason: 'notification', callIds: [callIds].flat(), ...more };
  await QueueServiceClient.fromConnectionString(system.azurite.connectionString)
    .getQueueClient(queue)
    .sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'));
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const triedSince = (ms: number) => ({ retry: { firstTryAt: ago(ms), failedTries: 9 } });
const isAbout = (callId: string, what: string) => (event: LoggedEvent) =>
  event.name === `archiving.record-${what}` && event.facts['call_id'] === callId;
const until = async (callId: string, what: string) => (await log.until(isAbout(callId, what))).at(-1)?.facts;
const requestsFor = (callId: string) => system.graph.requests.filter(({ path }) => path.includes(callId));

async function rowOf(callId: string): Promise<Record<string, unknown> | undefined> {
  return (await reader.readRows('FailureLedger')).find(({ rowKey }) => rowKey === callId);
}

/** How long after its last try the call is asked for again, by its row. */
async function waitOf(callId: string): Promise<number> {
  const row = await rowOf(callId);
  return Date.parse(String(row?.['next_try'])) - Date.parse(String(row?.['last_try']));
}

test.each([
  [404, 'not-found'],
  [500, 'unavailable'],
])('%i after four hours of tries: left to the daily reconcile, without a message', async (code, meaning) => {
  const { id } = addRecord(`${code} for hours`, faults.status(code));
  await ask(id, triedSince(5 * hourMs));
  expect(await until(id, 'postponed')).toMatchObject({ meaning, status: code });
  expect(await rowOf(id)).toMatchObject({ state: 'pending', http_status: code });
  expect(await waitOf(id)).toBe(dayMs);
  // The one that is there is under way.
  await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(1));
});

test('a wait longer than a queue can hide a message: what comes out before its time asks nobody', async () => {
  const { id } = addRecord('not before');
  await ask(id, { retry: { ...triedSince(6 * dayMs).retry, notBefore: ago(-4 * dayMs) } });
  const after = addRecord('after it');
  await ask(after.id);
  await until(after.id, 'archived');
  // It waits beside the one that is under way.
  await eventually(async () => expect(await reader.countMessages('archive-requests')).toBe(2));
  expect(requestsFor(id)).toEqual([]);
});

describe('404 when Graph has forgotten the record', () => {
  test.each([
    ['30 days after the call’s end, at once', { endedAt: ago(31 * dayMs) }],
    ['30 days after the first try, where the end is not known', triedSince(31 * dayMs)],
  ])('%s: lost, and an error is noted', async (_how, message) => {
    const callId = crypto.randomUUID();
    await ask(callId, message);
    await until(callId, 'lost');
    expect(
      log.lines.find((line) => line.includes('archiving.record-lost') && line.includes(callId)),
    ).toContain(' error ');
    expect(await rowOf(callId)).toMatchObject({ state: 'lost', http_status: 404 });
  });
});

describe('what stands in the ledger', () => {
  beforeAll(async () => {
    late = addRecord('late', faults.status(404), faults.status(404), faults.status(404));
    throttled = addRecord('throttled first', faults.throttle(6), faults.status(404));
    for (const { id } of [late, throttled]) await ask(id);
  });

  const row = (callId: string, state: string, forgottenAt: string) => ({
    partitionKey: 'record',
    rowKey: callId,
    state,
    reason: 'for a test',
    first_try: ago(2 * dayMs),
    last_try: ago(2 * dayMs),
    next_try: ago(dayMs),
    forgotten_at: forgottenAt,
  });

  test('is asked for by the daily reconcile, refused or pending; what is older than 30 days is lost', async () => {
    const later = ago(-20 * dayMs);
    const [refused, pending] = [addRecord('refused before'), addRecord('pending before')];
    const forgotten = crypto.randomUUID();
    const table = TableClient.fromConnectionString(system.azurite.connectionString, 'FailureLedger', {
      allowInsecureConnection: true,
    });
    await table.createEntity(row(refused.id, 'refused', later));
    await table.createEntity(row(pending.id, 'pending', later));
    await table.createEntity(row(forgotten, 'pending', ago(1000)));
    expect((await fetch(`${system.host.url}/reconcile`, { method: 'POST', body: '{}' })).status).toBe(202);
    await log.until(
      ({ name, facts }) => name === 'reconciling.record-lost' && facts['call_id'] === forgotten,
    );
    for (const { id } of [refused, pending]) await until(id, 'archived');
    await eventually(async () => {
      expect(await rowOf(forgotten)).toMatchObject({ state: 'lost' });
      expect(await rowOf(refused.id)).toMatchObject({ state: 'closed' });
      expect(await rowOf(pending.id)).toMatchObject({ state: 'closed' });
    });
  });

  test('is asked for by redrive', async () => {
    const { id } = addRecord('refused once', faults.status(400));
    await ask(id);
    await until(id, 'refused');
    expect(await rowOf(id)).toMatchObject({ state: 'refused', http_status: 400 });
    const reply = await fetch(`${system.host.url}/redrive`, {
      method: 'POST',
      body: JSON.stringify({ callIds: [id] }),
    });
    expect([reply.status, await reply.json()]).toEqual([202, { requested: 1 }]);
    expect(await until(id, 'archived')).toMatchObject({ reason: 'redrive' });
    await eventually(async () => expect(await rowOf(id)).toMatchObject({ state: 'closed' }));
  });
});

describe('401', () => {
  test('with a token that worked before, is answered with a fresh one, and the record is archived', async () => {
    const { id } = addRecord('401 once', faults.status(401));
    await ask(id);
    await until(id, 'archived');
    expect(await rowOf(id)).toBeUndefined();
  });

  test('with a fresh token too, leaves the record pending, asked again in half an hour', async () => {
    const { id } = addRecord('401', faults.status(401), faults.status(401));
    await ask(id);
    expect(await until(id, 'postponed')).toMatchObject({ meaning: 'denied' });
    expect(await rowOf(id)).toMatchObject({ state: 'pending', http_status: 401 });
    expect(await waitOf(id)).toBe(30 * minuteMs);
  });
});

describe('a message that kept failing', () => {
  test('leaves a ledger row for each of its calls, and nothing else', async () => {
    const records = [addRecord('poison 1'), addRecord('poison 2')];
    const ids = records.map(({ id }) => id);
    await ask(ids, {}, 'archive-requests-poison');
    await log.until(({ name, facts }) => name === 'archiving.poison-noted' && facts['records'] === 2);
    for (const id of ids) {
      expect(await rowOf(id)).toMatchObject({ state: 'pending' });
      expect(requestsFor(id)).toEqual([]);
    }
    await eventually(async () => expect(await reader.countMessages('archive-requests-poison')).toBe(0));
  });
});

describe('Retry-After', () => {
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2 * hourMs);
  const imf = at.toUTCString();
  const [weekday = '', day = '', month = '', year = '', time = ''] = imf.split(/,? /);
  const fullDay = at.toLocaleString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const forms = {
    'a date as today': imf,
    'a date of RFC 850': `${fullDay}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
    'a date of asctime': `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
  };
  const throttling = (code: number, value: string) =>
    faults.status(code, undefined, { 'retry-after': value });

  test.each([429, 503])(
    'of %i in seconds is waited for as long as Graph asks, however long',
    async (code) => {
      for (const seconds of [7_200, 10 * 86_400]) {
        const { id } = addRecord(`${code} ${seconds}`, throttling(code, String(seconds)));
        await ask(id);
        expect(await until(id, 'postponed')).toMatchObject({ meaning: 'throttled', status: code });
        expect(await waitOf(id)).toBe(seconds * 1000);
      }
    },
  );

  test.each(
    [429, 503].flatMap((code) => Object.entries(forms).map(([name, value]) => [code, name, value] as const)),
  )('of %i as %s is waited for until then', async (code, name, value) => {
    const { id } = addRecord(`${code} ${name}`, throttling(code, value));
    await ask(id);
    expect(await until(id, 'postponed')).toMatchObject({ meaning: 'throttled', status: code });
    const lateMs = Date.parse(String((await rowOf(id))?.['next_try'])) - at.getTime();
    expect(lateMs).toBeGreaterThanOrEqual(0);
    // A date that is read wrongly is wrong by hours; a machine that is busy may be late.
    expect(lateMs).toBeLessThan(60_000);
  });

  test('does not count as a failed try', async () => {
    const { id } = throttled;
    await until(id, 'archived');
    expect(log.events('archiving.record-postponed').filter(isAbout(id, 'postponed'))).toMatchObject([
      { facts: { meaning: 'throttled', failed_tries: 0 } },
      { facts: { meaning: 'not-found', failed_tries: 0 } },
    ]);
    await eventually(async () => expect(await rowOf(id)).toMatchObject({ state: 'closed' }));
  });
});

describe('404 before the record is written', () => {
  test('is asked for after base, 2 × base, 4 × base, each ±20 %, until it is there', async () => {
    const { id } = late;
    await until(id, 'archived');
    const waits = log
      .events('archiving.record-postponed')
      .filter(isAbout(id, 'postponed'))
      .map(
        ({ facts }, i) => Date.parse(String(facts['next_try'])) - Date.parse(requestsFor(id)[i]?.time ?? ''),
      );
    expect(waits).toHaveLength(3);
    for (const [i, waitMs] of waits.entries()) {
      expect(waitMs).toBeGreaterThanOrEqual(0.8 * 1000 * 2 ** i);
      // The answer takes its time too; the exact bounds are in the test of the rule.
      expect(waitMs).toBeLessThan(1.2 * 1000 * 2 ** i + 3000);
    }
    await eventually(async () => expect(await rowOf(id)).toMatchObject({ state: 'closed' }));
  });
});

describe('an answer that stalls, and a connection that ends without one', () => {
  test('are asked for again', async () => {
    const dropped = addRecord('dropped', faults.dropConnection());
    await ask(dropped.id);
    for (const { id } of [dropped, stalled]) {
      await until(id, 'postponed');
      await until(id, 'archived');
      const postponed = log.events().filter(isAbout(id, 'postponed'));
      expect(postponed).toMatchObject([{ facts: { meaning: 'unavailable' } }]);
      expect(postponed[0]?.facts).not.toHaveProperty('status');
    }
  });
});

/** Last, because everything of its kind waits on this instance. */
describe('while the instance holds its requests as long as Graph asked', () => {
  const hold = faults.throttle(250);
  const isList = /\/callRecords(\?|$)/i;
  const operator = (route: string, body: unknown) =>
    fetch(`${system.host.url}/${route}`, { method: 'POST', body: JSON.stringify(body) });

  /** Makes Graph throttle one record, and shows with another one that requests for all of them are held. */
  async function holdRecords(name: string): Promise<SimulatedRecord> {
    const [throttledOne, waiting] = [addRecord(`${name} throttled`, hold), addRecord(`${name} waiting`)];
    await ask(throttledOne.id);
    await until(throttledOne.id, 'postponed');
    await ask(waiting.id);
    expect(await until(waiting.id, 'postponed')).toMatchObject({ meaning: 'throttled' });
    expect(requestsFor(waiting.id)).toEqual([]);
    return waiting;
  }

  test('a redrive goes out at once', async () => {
    const { id } = await holdRecords('redrive');
    expect((await operator('redrive', { callIds: [id] })).status).toBe(202);
    expect(await until(id, 'archived')).toMatchObject({ reason: 'redrive' });
  });

  test('a backfill of calls by id goes out at once', async () => {
    const { id } = await holdRecords('backfill');
    expect((await operator('backfill', { callIds: [id] })).status).toBe(202);
    expect(await until(id, 'archived')).toMatchObject({ reason: 'backfill' });
  });

  test('a backfill of a window lists at once, although a reconcile has to wait', async () => {
    const lists = () => system.graph.requests.filter(({ path }) => isList.test(path));
    system.graph.addFault({ on: { path: isList }, times: 1, fault: hold });
    await system.graph.sendLifecycle('missed');
    await log.until(
      ({ name, facts }) => name === 'reconciling.paused' && Number(facts['after_ms']) > 200_000,
    );
    const before = lists().length;
    const { id } = addRecord('in the window');
    const reply = await operator('backfill', { from: ago(4 * dayMs), to: ago(2 * dayMs) });
    expect([reply.status, await reply.json()]).toMatchObject([202, { continues: false }]);
    expect(lists().length).toBeGreaterThan(before);
    await until(id, 'archived');
  });
});
