/** The simulator's reports over real HTTP: windows and their borders, pages, lag, changes, refusals, limits. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeReportRows } from '../../local/graph-simulator/reports/make-rows.ts';
import {
  type ReportName,
  reportKinds,
  reportNames,
} from '../../local/graph-simulator/reports/report-kinds.ts';
import {
  type GraphSimulator,
  startGraphSimulator,
} from '../../local/graph-simulator/start-graph-simulator.ts';
import { dayMs } from '../../src/model/durations.ts';
import { errorOf, type GraphClient, makeGraphClient } from './graph-simulator-client.ts';

const now = new Date('2026-11-21T12:00:00Z');

let clock: Date;
let simulator: GraphSimulator;
let graph: GraphClient;

beforeEach(async () => {
  clock = now;
  simulator = await startGraphSimulator({ now: () => clock });
  graph = await makeGraphClient(simulator, 'beta');
});

afterEach(() => simulator.close());

const pathOf = (report: ReportName, from: string, to: string) =>
  `/communications/callRecords/${reportKinds[report].function}(fromDateTime=${from},toDateTime=${to})`;

const rowAt = (at: string, raw: string) => ({ atMs: Date.parse(at), raw: () => raw });

async function readAll(target: string): Promise<unknown[]> {
  const { value, '@odata.nextLink': link } = (await graph.get(target)).json();
  return [...(value as unknown[]), ...(link === undefined ? [] : await readAll(String(link)))];
}

describe('a report', () => {
  test.each(reportNames)('%s gives its rows in pages of 1,000, each row once', async (report) => {
    simulator.addReportRows(
      report,
      makeReportRows(report, 1, { count: 2300, from: new Date('2026-11-01T00:00:00Z'), to: now }),
    );
    const path = pathOf(report, '2026-11-01', '2026-11-22');
    const first = (await graph.get(path)).json();
    const rows = await readAll(path);
    expect(first['@odata.count']).toBe(Math.min(1000, rows.length));
    const days = Array.from({ length: 21 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
    const expected = days.flatMap((day) => simulator.expectedRows(report, day));
    if (report !== 'dial-out')
      expect(rows.map((row) => JSON.stringify(row)).sort()).toEqual(
        expected.map((row) => JSON.stringify(JSON.parse(row))).sort(),
      );
    const calls = (all: unknown[]) =>
      all.reduce<number>((sum, row) => sum + Number((row as Record<string, unknown>)['totalCalls'] ?? 1), 0);
    expect(calls(rows)).toBe(2300);
    expect(calls(expected.map((row) => JSON.parse(row)))).toBe(2300);
  });

  test('follows its own rule at the upper border', async () => {
    const found = async (report: ReportName) => {
      simulator.addReportRows(report, [rowAt('2026-11-02T00:00:00Z', '{"border":1}')]);
      return (await readAll(pathOf(report, '2026-11-01', '2026-11-02T00:00:00.0000000Z'))).length;
    };
    expect(await found('pstn-calls')).toBe(1);
    expect(await found('sms')).toBe(1);
    expect(await found('direct-routing-calls')).toBe(0);
  });

  test('has a row only after its lag, and in the end as it was changed', async () => {
    simulator.addReportRows('sms', [
      {
        ...rowAt('2026-11-20T10:00:00Z', '{"id":"a","callCharge":0.10}'),
        visibleAtMs: now.getTime() + dayMs,
      },
    ]);
    const path = pathOf('sms', '2026-11-20', '2026-11-21');
    expect(await readAll(path)).toEqual([]);
    expect(simulator.expectedRows('sms', '2026-11-20')).toEqual([]);
    clock = new Date(now.getTime() + 2 * dayMs);
    expect(await readAll(path)).toHaveLength(1);
    simulator.changeReportRows('sms', (raw) => raw.replace('0.10', '0.20'));
    expect(simulator.expectedRows('sms', '2026-11-20')).toEqual(['{"id":"a","callCharge":0.20}']);
    simulator.changeReportRows('sms', () => '');
    expect(await readAll(path)).toEqual([]);
  });

  test('is expected on one line, its values as they were', () => {
    simulator.addReportRows('sms', [
      rowAt('2026-11-20T10:00:00Z', '{\r\n  "text" : "a\\n b",\n "n": 1.0 }'),
      rowAt('2026-11-20T11:00:00Z', '{ "n":  1.0 }'),
    ]);
    expect(simulator.expectedRows('sms', '2026-11-20')).toEqual([
      '{"text":"a\\n b","n":1.0}',
      '{ "n":  1.0 }',
    ]);
  });

  test('takes the qualified name of its function too', async () => {
    const path = pathOf('pstn-calls', '2026-11-01', '2026-11-02').replace(
      'getP',
      'microsoft.graph.callRecords.getP',
    );
    expect((await graph.get(path)).status).toBe(200);
  });
});

describe('a report is refused', () => {
  const path = pathOf('pstn-calls', '2026-11-01', '2026-11-02');

  test('with 406 for more than 90 days', async () => {
    expect((await graph.get(pathOf('pstn-calls', '2026-08-01', '2026-10-30'))).status).toBe(200);
    const reply = await graph.get(pathOf('pstn-calls', '2026-08-01', '2026-10-30T00:00:01Z'));
    expect([reply.status, errorOf(reply).code]).toEqual([406, 'NotAcceptable']);
  });

  test('with 400 for no time, an end before the start, or more than it keeps', async () => {
    simulator.configure({ reports: { keptDays: 30 } });
    for (const [from, to] of [
      ['yesterday', '2026-11-02'],
      ['2026-11-02', '2026-11-01'],
      ['2026-10-01', '2026-10-02'],
    ] as const) {
      expect((await graph.get(pathOf('sms', from, to))).status).toBe(400);
    }
  });

  test('with 404 where the cloud does not have it, with 400 where only beta has it', async () => {
    simulator.configure({ reports: { notOffered: ['sms'] } });
    expect((await graph.get(pathOf('sms', '2026-11-01', '2026-11-02'))).status).toBe(404);
    const stable = await makeGraphClient(simulator);
    expect((await stable.get(pathOf('blocked-users', '2026-11-01', '2026-11-02'))).status).toBe(400);
    expect((await stable.get(path)).status).toBe(200);
  });

  test('with 403 without a role; the narrow one is enough for reports, and for nothing else', async () => {
    simulator.setRoles([]);
    expect((await graph.get(path)).status).toBe(403);
    simulator.setRoles(['CallRecord-PstnCalls.Read.All']);
    expect((await graph.get(path)).status).toBe(200);
    expect((await graph.get('/communications/callRecords')).status).toBe(403);
  });

  test('with 429 after 50 requests in a minute, and all together after 200', async () => {
    simulator.configure({ throttling: 'documented' });
    const ask = async (report: ReportName) =>
      (await graph.get(pathOf(report, '2026-11-01', '2026-11-02'))).status;
    for (let count = 0; count < 50; count += 1) expect(await ask('sms')).toBe(200);
    expect(await ask('sms')).toBe(429);
    for (const report of ['pstn-calls', 'dial-out', 'direct-routing-calls'] as const) {
      for (let count = 0; count < 49; count += 1) await ask(report);
    }
    expect(simulator.throttled()).toEqual({ report: 1 });
    await ask('blocked-users');
    expect(await ask('blocked-users')).toBe(200);
    expect(await ask('blocked-users')).toBe(429);
    expect(simulator.throttled()).toEqual({ report: 1, 'reports-app-and-tenant': 1 });
  });
});

describe('control over HTTP', () => {
  test('adds, changes and shows rows', async () => {
    const control = (method: string, path: string, body?: unknown) =>
      fetch(`${simulator.origin}/_simulator/reports/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const window = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
    const made = await control('POST', 'rows', { report: 'sms', seed: 1, count: 3, ...window });
    expect(await made.json()).toEqual({ added: 3 });
    await control('POST', 'rows', { report: 'sms', rows: [{ at: window.from, raw: '{"id":"x"}' }] });
    await control('PATCH', 'rows', { report: 'sms', find: '"x"', replace: '"$&"' });
    const shown = await (await control('GET', 'sms/2026-11-01')).text();
    expect(shown.split('\n')).toHaveLength(5);
    expect(shown.startsWith('{"id":"$&"}\n')).toBe(true);
    expect((await control('POST', 'rows', { report: 'fax', rows: [] })).status).toBe(400);
  });
});
