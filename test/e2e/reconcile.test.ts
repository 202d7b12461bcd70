/** Nothing is lost: calls that nobody announced, through the real routes, the queue and the list of Graph. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeRecord } from '../../local/graph-simulator/generator/make-record.ts';
import type { SimulatedRecord } from '../../local/graph-simulator/records/simulated-record.ts';
import { dayMs, hourMs } from '../../src/model/durations.ts';
import { makeAppLog } from '../support/app-log.ts';
import { type ArchiveReader, makeArchiveReader } from '../support/archive-reader.ts';
import { runCommand } from '../support/cli-run.ts';
import { eventually } from '../support/eventually.ts';
import { passMidnight } from '../support/pass-midnight.ts';
import { notNow, startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

const calls = 90;

const log = makeAppLog();
let system: WatchedSystem;
let reader: ArchiveReader;
let records: SimulatedRecord[];

beforeAll(async () => {
  await passMidnight();
  // There is no subscription: for Graph, this app is away. What happens meanwhile is seen by its dates.
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { SUBSCRIPTION_SCHEDULE: notNow },
  });
  reader = makeArchiveReader(system.azurite.connectionString);
  records = Array.from({ length: calls }, (_, i) =>
    makeRecord(`unannounced ${i}`, { endedAt: new Date(Date.now() - 60_000 - (29 * dayMs * i) / calls) }),
  );
  for (const record of records) system.graph.addRecord(record);
});

afterAll(() => system?.close());

async function post(
  route: string,
  body: unknown,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await fetch(`${system.host.url}/${route}`, { method: 'POST', body: text });
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}

const startOf = ({ startDateTime }: SimulatedRecord) => Date.parse(startDateTime);
const daysAgo = (days: number) => new Date(new Date().setUTCHours(0, 0, 0, 0) - days * dayMs);
const isOn = (day: Date) => (record: SimulatedRecord) =>
  startOf(record) >= day.getTime() && startOf(record) < day.getTime() + dayMs;

/** Versions in the archive, as `{call id} {version} {reason}`. */
async function listArchived(): Promise<string[]> {
  const blobs = await reader.readBlobs('call-records');
  return blobs.map(({ metadata: m }) => `${m['call_id']} ${m['version']} ${m['reason']}`);
}

async function readReports(): Promise<Record<string, unknown>[]> {
  const blobs = await reader.readBlobs('call-evidence');
  const reports = blobs.filter(({ name }) => name.startsWith('reconcile/v1/'));
  return reports.map(({ name, document }) => ({ name, ...JSON.parse(document.toString('utf8')) }));
}

const sum = (reports: Record<string, unknown>[], name: string) =>
  reports.reduce((total, report) => total + Number(report[name]), 0);

describe('POST /api/backfill', () => {
  const day = (days: number) => daysAgo(days).toISOString();

  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'InvalidBody'],
    ['a list', [], 'InvalidBody'],
    ['nothing', {}, 'NoForm'],
    ['no end', { from: day(3) }, 'NoForm'],
    ['both forms', { from: day(3), to: day(2), callIds: [crypto.randomUUID()] }, 'BothForms'],
    ['an end before the start', { from: day(2), to: day(3) }, 'EmptyWindow'],
    ['an end at the start', { from: day(2), to: day(2) }, 'EmptyWindow'],
    ['a window wholly older than 30 days', { from: day(60), to: day(31) }, 'ForgottenWindow'],
    ['a window wholly in the future', { from: day(-1), to: day(-2) }, 'FutureWindow'],
    ['no date', { from: 'yesterday', to: day(1) }, 'InvalidBody'],
    ['a time without its zone', { from: '2026-11-01T00:00:00', to: day(1) }, 'InvalidBody'],
    ['an id that is none', { callIds: ['x'] }, 'InvalidBody'],
    ['no ids', { callIds: [] }, 'InvalidBody'],
    ['1,001 ids', { callIds: Array.from({ length: 1001 }, () => crypto.randomUUID()) }, 'InvalidBody'],
    [
      'a filter in place of a participant',
      { from: day(3), to: day(2), participantId: "' or 1" },
      'InvalidBody',
    ],
  ])('refuses %s', async (_, body, code) => {
    expect(await post('backfill', body)).toEqual({
      status: 400,
      json: { error: { code, message: expect.stringMatching(/^Backfilling: /) } },
    });
  });

  test('answers 502 when the list breaks midway, and what it asked for stays asked for', async () => {
    const [first, second] = [records.filter(isOn(daysAgo(3))), records.filter(isOn(daysAgo(2)))];
    expect(Math.min(first.length, second.length)).toBeGreaterThan(0);
    system.graph.addFault({ on: { path: 'startDateTime', nth: 2 }, fault: faults.status(500) });
    const { status, json } = await post('backfill', { from: day(3), to: day(1) });
    expect(status).toBe(502);
    expect(json).toEqual({
      error: { code: 'ListFailed', message: expect.stringContaining('stay asked for') },
    });
    await eventually(async () => {
      expect((await listArchived()).sort()).toEqual(first.map(({ id }) => `${id} 1 backfill`).sort());
    });
  });

  test('asks for calls by their ids, each once', async () => {
    const [one] = records.filter(isOn(daysAgo(2)));
    const callIds = [one?.id, one?.id.toUpperCase()];
    expect(await post('backfill', { callIds })).toEqual({
      status: 202,
      json: { listed: 0, requested: 1, continues: false },
    });
    await eventually(async () => expect(await listArchived()).toContain(`${one?.id} 1 backfill`));
  });
});

describe('the first reconcile', () => {
  test(`is a backfill of 30 days: of ${calls} calls that nobody announced, none is missing`, async () => {
    const before = (await listArchived()).length;
    // Graph refuses the old edge once; one record is HTML at first.
    system.graph.addFault({ on: { path: 'startDateTime' }, fault: faults.status(400) });
    const refused = records.find(isOn(daysAgo(10)));
    if (!refused) throw new Error('there is a call on that day');
    system.graph.addFault({ on: { path: refused.id }, fault: faults.html200() });

    expect(await post('reconcile', '')).toEqual({ status: 202, json: { full: false } });
    const [completed] = await log.until(({ name }) => name === 'reconciling.completed');
    expect(completed?.facts).toMatchObject({
      scope: 'full',
      listed: calls,
      present: before,
      missing: calls - before,
      requested: calls - before,
      edge_moved_hours: 1,
    });
    await eventually(async () => expect((await listArchived()).length).toBe(calls - 1));

    const row = (await reader.readRows('FailureLedger')).find(({ rowKey }) => rowKey === refused.id);
    const forgottenAt = Date.parse(refused.endDateTime) + 30 * dayMs;
    expect(row).toMatchObject({ state: 'refused', forgotten_at: new Date(forgottenAt).toISOString() });
    expect(await post('redrive', { callIds: [refused.id] })).toEqual({
      status: 202,
      json: { requested: 1 },
    });
    await eventually(async () => {
      expect(await listArchived()).toContain(`${refused.id} 1 redrive`);
      const rows = await reader.readRows('FailureLedger');
      expect(rows.find(({ rowKey }) => rowKey === refused.id)).toMatchObject({ state: 'closed' });
    });
    const ids = (await listArchived()).map((one) => one.split(' ')[0]);
    expect(ids.sort()).toEqual(records.map(({ id }) => id).sort());
  });

  test('leaves the gap visible as evidence: a report for each day, with what was missing', async () => {
    const reports = (await readReports()).filter(({ cause }) => cause === 'operator');
    expect(reports.length).toBeGreaterThanOrEqual(30);
    expect(sum(reports, 'listed')).toBe(calls);
    expect(sum(reports, 'present') + sum(reports, 'missing')).toBe(calls);
    const [oldest] = reports;
    expect(oldest).toMatchObject({ schema: 1, edgeMovedHours: 1, tenantId: system.graph.tenantId });
    expect(oldest?.['name']).toMatch(/^reconcile\/v1\/date=\d{4}-\d\d-\d\d\/\d{8}T\d{6}\.\d{3}Z\.json$/);
  });

  test('publishes how many calls were about to be forgotten', async () => {
    const rows = await reader.readRows('ArchiveState');
    const state = rows.find(({ rowKey }) => rowKey === 'reconcile');
    const soon = Date.now() + 72 * hourMs - 30 * dayMs;
    const expiring = records.filter(({ endDateTime }) => Date.parse(endDateTime) < soon).length;
    expect(expiring).toBeGreaterThan(0);
    expect(state).toMatchObject({ scope: 'full', expiring_unarchived: String(expiring) });
  });
});

describe('a later reconcile', () => {
  test('looks at what may have appeared since, finds new calls and newer versions; of two at once one runs', async () => {
    const [known] = records;
    if (!known) throw new Error('there are calls');
    const lost = Array.from({ length: 10 }, (_, i) => makeRecord(`lost ${i}`, { endedAt: new Date() }));
    for (const record of lost) system.graph.addRecord(record);
    const times = { startedAt: new Date(known.startDateTime), endedAt: new Date(known.endDateTime) };
    system.graph.addRecord(makeRecord('unannounced 0', { ...times, version: '9007199254740993' }));

    // The first is held at Graph until the other has met it.
    const met = Promise.withResolvers<void>();
    const held: faults.Fault = { name: 'held', answer: (_, proper) => met.promise.then(proper) };
    system.graph.addFault({ on: { path: 'startDateTime' }, fault: held });
    await Promise.all([post('reconcile', {}), post('reconcile', {})]);
    await log.until(({ name }) => name === 'reconciling.busy');
    met.resolve();
    const [, completed] = await log.until(({ name }) => name === 'reconciling.completed', 2);
    expect(completed?.facts).toMatchObject({ scope: 'recent', missing: 10, newer: 1, requested: 11 });
    await eventually(async () => {
      expect(await listArchived()).toEqual(
        expect.arrayContaining([
          `${known.id} 9007199254740993 reconcile`,
          ...lost.map(({ id }) => `${id} 1 reconcile`),
        ]),
      );
    });
    expect(log.events('reconciling.started').length).toBe(2);
  });

  test('finds nothing more to ask for, and leaves no message behind that failed', async () => {
    const list = await post('backfill', { from: daysAgo(1).toISOString(), to: new Date().toISOString() });
    expect(list).toMatchObject({ status: 202, json: { requested: 0 } });
    expect(await reader.countMessages('archive-requests-poison')).toBe(0);
  });
});

describe('sealing', () => {
  test('makes a seal of the days that an operator names, compared with what Graph listed, which verify finds whole', async () => {
    const env = { CALL_ARCHIVE_URL: system.host.url };
    const asked = await runCommand(['seal', '--from', '29d', '--to', 'yesterday', '-o', 'json'], { env });
    const [from, to] = [29, 1].map((days) => daysAgo(days).toISOString().slice(0, 10));
    expect([asked.exitCode, JSON.parse(asked.stdout)]).toEqual([0, [{ requested: true, from, to }]]);
    const [sealed] = await log.until(({ name }) => name === 'sealing.sealed');
    expect(sealed?.facts).toMatchObject({
      sequence: 1,
      cause: 'operator',
      last_day: to,
      missing: 0,
      unexplained: 0,
    });
    // What reconcile listed, except for the day that Graph did not list whole.
    expect(Number(sealed?.facts['not_compared'])).toBeLessThanOrEqual(1);

    const anchor = `1:${sealed?.facts['sha256']}`;
    const archive = { ArchiveStorage: system.azurite.connectionString };
    const verified = await runCommand(['verify', '--expect', anchor], { env: archive });
    expect([verified.exitCode, verified.stdout, verified.stderr]).toEqual([
      0,
      expect.any(String),
      expect.any(String),
    ]);
    const sent = () => system.telemetry.map(({ data }) => data.baseData.name);
    await eventually(async () => expect(sent()).toContain('sealing.sealed'));
    expect(await reader.countMessages('archive-work-poison')).toBe(0);
  });
});

describe('the operators’ routes', () => {
  test.each([
    ['reconcile', { full: 'yes' }],
    ['reconcile', { everything: true }],
    ['reconcile', '{"full":'],
    ['redrive', { callIds: 'all' }],
    ['redrive', [1]],
    ['seal', {}],
    ['seal', { from: '2026-11-01', to: '2026-11-02', because: 'boredom' }],
  ])('POST /api/%s refuses %j', async (route, body) => {
    const { status, json } = await post(route, body);
    expect(status).toBe(400);
    expect(json).toEqual({ error: { code: 'InvalidBody', message: expect.any(String) } });
  });

  test('say that the rest of a long window is still to come, and that an old one was cut', async () => {
    const { status, json } = await post('backfill', {
      from: daysAgo(40).toISOString(),
      to: daysAgo(29).toISOString(),
    });
    expect(status).toBe(202);
    expect(json).toMatchObject({ requested: 0, note: expect.stringContaining('30 days') });
  });
});
