/** The call reports through the functions host: a first round, a report that fails beside it, a changed row. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeReportRows } from '../../local/graph-simulator/reports/make-rows.ts';
import type { ReportName } from '../../local/graph-simulator/reports/report-kinds.ts';
import type { LoggedEvent } from '../../local/parse-log-line.ts';
import { dayMs } from '../../src/model/durations.ts';
import { makeAppLog } from '../support/app-log.ts';
import { type ArchiveReader, makeArchiveReader, type StoredDocument } from '../support/archive-reader.ts';
import { eventually } from '../support/eventually.ts';
import { notNow, startWatchedSystem, type WatchedSystem } from '../support/watched-system.ts';

/** Dial-out is asked for day by day: its year is tested elsewhere. */
const reports = ['pstn-calls', 'direct-routing-calls', 'blocked-users', 'sms'] as const;
const today = new Date(new Date().setUTCHours(0, 0, 0, 0));
const daysAgo = (days: number) => new Date(today.getTime() - days * dayMs);
/** Some young days, and some where two windows touch. */
const days = [0, 1, 2, 3, 4, 27, 28, 29, 30, 31].map((ago) => daysAgo(ago).toISOString().slice(0, 10));

const log = makeAppLog();
let system: WatchedSystem;
let reader: ArchiveReader;

beforeAll(async () => {
  system = await startWatchedSystem({
    port: 0,
    onLine: log.onLine,
    settings: { SUBSCRIPTION_SCHEDULE: notNow, CALL_REPORTS: reports.join() },
  });
  reader = makeArchiveReader(system.azurite.connectionString);
  const { graph } = system;
  for (const report of reports) {
    const count = report === 'pstn-calls' ? 2500 : 60;
    const young = { from: daysAgo(4), to: new Date(), lineBreaks: 0.05 };
    graph.addReportRows(report, makeReportRows(report, 'young', { count, ...young }));
    graph.addReportRows(
      report,
      makeReportRows(report, 'old', { count: 60, from: daysAgo(31), to: daysAgo(26) }),
    );
  }
  // Rows at the borders of a day that is the first of a window, and the day before it the last of another.
  const midnight = daysAgo(29).getTime();
  for (const [i, atMs] of [midnight - 1, midnight, midnight + dayMs - 1, midnight + dayMs].entries()) {
    const startDateTime = new Date(atMs).toISOString();
    graph.addReportRows('pstn-calls', [
      { atMs, raw: () => JSON.stringify({ id: `border ${i}`, startDateTime }) },
    ]);
  }
  // The second page of a window breaks off; one report is denied.
  graph.addFault({ on: { path: '$skip=1000' }, fault: faults.cutInBody() });
  graph.addFault({ on: { path: 'getSmsLog' }, times: 100, fault: faults.status(403) });
  await system.host.stop();
  await system.startAnother({ REPORTS_SCHEDULE: '*/2 * * * * *' });
});

afterAll(() => system?.close());

const runsOf = (blobs: StoredDocument[], report: ReportName, day: string) =>
  blobs.filter(({ name }) => name.includes(`/report=${report}/date=${day}/`));

const isRead = ({ name, facts }: LoggedEvent) =>
  name === 'reporting.window-read' && facts['report'] === 'pstn-calls';

/** Lines of the newest run of each day, and what Graph has, both sorted. */
async function compare(report: ReportName): Promise<void> {
  const blobs = await reader.readBlobs('call-reports');
  for (const day of days) {
    const newest = runsOf(blobs, report, day).at(-1);
    const lines = newest?.document.toString('utf8').split('\n').slice(0, -1) ?? [];
    expect({ day, lines: lines.sort() }).toEqual({
      day,
      lines: system.graph.expectedRows(report, day).sort(),
    });
  }
}

describe('the call reports', () => {
  test('are archived day by day, every row once, in Graph’s own bytes', async () => {
    for (const report of ['pstn-calls', 'direct-routing-calls', 'blocked-users'] as const) {
      await log.until(({ name, facts }) => name === 'reporting.completed' && facts['report'] === report);
      await compare(report);
    }
  });

  test('say in their metadata what they are', async () => {
    const [run] = (await reader.readBlobs('call-reports')).filter(({ name }) => name.includes('pstn-calls'));
    if (!run) throw new Error('there is a run');
    expect(run.name).toMatch(
      /^reports\/v1\/tenant=[0-9a-f-]{36}\/report=pstn-calls\/date=\d{4}-\d\d-\d\d\/\d{8}T\d{6}Z\.ndjson\.gz$/,
    );
    expect(run.metadata).toMatchObject({
      sha256: createHash('sha256').update(run.document).digest('hex'),
      bytes: String(run.document.length),
      rows: String(run.document.toString('utf8').split('\n').length - 1),
      report: 'pstn-calls',
      function: 'getPstnCalls',
      tenant_id: system.graph.tenantId,
      graph: `${system.graph.origin}/v1.0`,
    });
  });

  test('one that is denied is named in /api/status with what to do, and has nothing', async () => {
    const reply = await fetch(`${system.host.url}/status`);
    const { checks } = (await reply.json()) as {
      checks: { name: string; state: string; advice: string; facts: Record<string, string> }[];
    };
    const stateOf = (name: string) => checks.find((check) => check.name === name);
    expect(stateOf('report-pstn-calls')).toMatchObject({
      state: 'ok',
      facts: { readTo: days[0], firstDay: days[0] },
    });
    expect(stateOf('report-sms')).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('CALL_REPORTS'),
      facts: { failedDays: expect.stringContaining(`..${days[0]}`), problem: expect.stringContaining('403') },
    });
    expect(runsOf(await reader.readBlobs('call-reports'), 'sms', '')).toEqual([]);
  });

  test('write one new run for a row that changed, beside the old one, and nothing else', async () => {
    const before = await reader.readBlobs('call-reports');
    const [day = ''] = days.slice(3);
    const [row = ''] = system.graph.expectedRows('pstn-calls', day);
    const id = /"id":"[^"]+"/.exec(row)?.[0] ?? 'none';
    system.graph.changeReportRows('pstn-calls', (raw) =>
      raw.includes(id) ? raw.replace(id, `${id},"late":true`) : undefined,
    );
    await eventually(async () =>
      expect((await reader.readBlobs('call-reports')).length).toBeGreaterThan(before.length),
    );
    // The next round finds nothing more to write.
    await log.until(isRead, log.events().filter(isRead).length + 1);
    const after = await reader.readBlobs('call-reports');
    const added = after.filter(({ name }) => !before.some((one) => one.name === name));
    expect(added.map(({ name }) => name.replace(/.*report=(.*)\/\d.*/, '$1'))).toEqual([
      `pstn-calls/date=${day}`,
    ]);
    expect(runsOf(after, 'pstn-calls', day).length).toBe(2);
    await compare('pstn-calls');
  });
});
