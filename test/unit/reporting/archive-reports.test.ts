/** Rounds of the call reports: what is written, what is left alone, and what follows when Graph fails. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { wrongTenantCode } from '../../../src/errors.ts';
import { type ReportName, reportNames } from '../../../src/model/call-report.ts';
import { addDays } from '../../../src/model/day-ranges.ts';
import { dayMs, minuteMs } from '../../../src/model/durations.ts';
import { call, graphFails, makeWorld } from './reports-world.ts';

const today = '2028-03-02';
/** Windows of a first round. */
const yearWindows = 13;

describe('a first round', () => {
  test('reads a year back, 30 days a request, the newest first, and leaves no gap', async () => {
    const world = makeWorld();
    await world.round();
    expect(world.windows()).toEqual([
      '2028-02-01T23:00:00Z/2028-03-03T01:00:00Z',
      '2028-01-02T23:00:00Z/2028-02-02T01:00:00Z',
      '2027-12-03T23:00:00Z/2028-01-03T01:00:00Z',
      '2027-11-03T23:00:00Z/2027-12-04T01:00:00Z',
      '2027-10-04T23:00:00Z/2027-11-04T01:00:00Z',
      '2027-09-04T23:00:00Z/2027-10-05T01:00:00Z',
      '2027-08-05T23:00:00Z/2027-09-05T01:00:00Z',
      '2027-07-06T23:00:00Z/2027-08-06T01:00:00Z',
      '2027-06-06T23:00:00Z/2027-07-07T01:00:00Z',
      '2027-05-07T23:00:00Z/2027-06-07T01:00:00Z',
      '2027-04-07T23:00:00Z/2027-05-08T01:00:00Z',
      '2027-03-08T23:00:00Z/2027-04-08T01:00:00Z',
      '2027-03-01T23:00:00Z/2027-03-09T01:00:00Z',
    ]);
    expect(world.facts()).toMatchObject({
      first_day: today,
      read_from: '2027-03-02',
      read_to: today,
      due_days: '',
      failed_days: '',
      completed_at: world.clock.now.toISOString(),
    });
  });

  test('puts each row under its own day, the leap day too, and writes nothing for days without rows', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [
      call('a', '2028-02-28T23:59:59.9999999Z'),
      call('b', '2028-02-29T00:00:00Z'),
      call('c', '2028-02-29T23:59:59.9999999Z'),
      call('d', '2028-03-01T00:00:00Z'),
    ]);
    expect(await world.round()).toBe(3);
    expect(['2028-02-28', '2028-02-29', '2028-03-01'].map((day) => world.lines(day).length)).toEqual([
      1, 2, 1,
    ]);
  });

  test.each([true, false])(
    'neither loses nor doubles rows where windows touch (their end belongs to them: %p)',
    async (endBelongs) => {
      const world = makeWorld();
      world.graph.endBelongs = endBelongs;
      const border = [
        '2028-02-01T22:59:59.9999999Z',
        '2028-02-01T23:00:00Z',
        '2028-02-02T00:00:00Z',
        '2028-02-02T01:00:00Z',
        '2028-02-01T23:59:59.9999999Z',
      ];
      world.graph.rows.set(
        'pstn-calls',
        border.map((at, i) => call(`r${i}`, at)),
      );
      await world.round();
      expect(world.lines('2028-02-01').length + world.lines('2028-02-02').length).toBe(border.length);
      expect(world.lines('2028-02-02').length).toBe(2);
    },
  );

  test('asks for sums one day at a time, at 50 requests a minute, and resumes by message', async () => {
    const world = makeWorld(['dial-out']);
    world.graph.rows.set('dial-out', [{ at: '2028-03-01T12:00:00Z', raw: '{"userId":null,"totalCalls":3}' }]);
    const before = world.clock.now.getTime();
    await world.round();
    expect(world.windows('dial-out').slice(0, 2)).toEqual([
      '2028-03-02T00:00:00Z/2028-03-02T23:59:59.9999999Z',
      '2028-03-01T00:00:00Z/2028-03-01T23:59:59.9999999Z',
    ]);
    expect(world.windows('dial-out').length).toBe(367);
    expect(world.lines('2028-03-01', 'dial-out')).toEqual(['{"userId":null,"totalCalls":3}']);
    expect(world.events('reporting.paused').length).toBe(1);
    expect(world.clock.now.getTime() - before).toBe(7 * 61_000);
  });

  test('keeps each report at 50 requests a minute and all of them at 200', async () => {
    const world = makeWorld(reportNames, 1);
    const rows = (name: ReportName) =>
      Array.from({ length: 60 }, (_, i) => ({
        at: '2028-03-01T12:00:00Z',
        raw: `{"id":"${name}${i}","startDateTime":"2028-03-01T12:00:00Z","sentDateTime":"2028-03-01T12:00:00Z"}`,
      }));
    for (const name of ['pstn-calls', 'direct-routing-calls', 'sms'] as const)
      world.graph.rows.set(name, rows(name));
    await world.round();
    for (const name of ['pstn-calls', 'direct-routing-calls', 'sms'] as const)
      expect(world.lines('2028-03-01', name).length).toBe(60);
  });
});

describe('a run of a day', () => {
  test('says what it is: hashes, counts, the request that it came from', async () => {
    const world = makeWorld(['pstn-calls'], 2);
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => call(id, '2028-03-01T10:00:00Z'));
    world.graph.rows.set('pstn-calls', rows);
    await world.round();
    const [[path, run] = []] = [...world.reports.runs];
    if (!path || !run) throw new Error('there is a run');
    const text = gunzipSync(run.bytes);
    expect(text.toString('utf8')).toBe(rows.map(({ raw }) => `${raw}\n`).join(''));
    expect(path).toBe(
      `reports/v1/tenant=${world.tenantId}/report=pstn-calls/date=2028-03-01/20280302T034000Z.ndjson.gz`,
    );
    expect(createHash('md5').update(run.bytes).digest()).toEqual(run.contentMd5);
    expect(run.metadata).toEqual({
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: String(text.length),
      rows: '5',
      rows_digest: digestOf(rows.map(({ raw }) => raw)),
      tenant_id: world.tenantId,
      report: 'pstn-calls',
      day: '2028-03-01',
      function: 'getPstnCalls',
      graph: 'https://graph.test/v1.0',
      window_from: '2028-02-01T23:00:00Z',
      window_to: '2028-03-03T01:00:00Z',
      pages: '3',
      request_ids: 'pstn-calls-0-0,pstn-calls-0-2,pstn-calls-0-4',
      fetched_at: '2028-03-02T03:40:00.000Z',
    });
  });

  test('holds a row once that Graph gives twice, and every row without an id', async () => {
    const world = makeWorld(['sms'], 2);
    const at = '2028-03-01T10:00:00Z';
    const row = (id: string, n: number) => ({ at, raw: `{"id":${id},"sentDateTime":"${at}","n":${n}}` });
    world.graph.rows.set('sms', [
      row('"a"', 1),
      row('"b"', 1),
      row('"a"', 1),
      row('null', 1),
      row('null', 2),
      row('null', 1),
    ]);
    await world.round();
    expect(world.lines('2028-03-01', 'sms').length).toBe(4);
    expect(world.events('reporting.window-read')[0]).toMatchObject({ rows: 4, repeated: 2 });
  });

  test('has calls that failed before they began under the day of their invite', async () => {
    const world = makeWorld(['direct-routing-calls']);
    const raw =
      '{"id":"f","startDateTime":"0001-01-01T00:00:00Z","inviteDateTime":"2028-02-29T23:59:58Z","failureDateTime":"2028-03-01T00:00:02Z"}';
    // Graph may find it by either time.
    world.graph.rows.set('direct-routing-calls', [{ at: '2028-03-01T00:00:02Z', raw }]);
    await world.round();
    expect(world.lines('2028-02-29', 'direct-routing-calls')).toEqual([raw]);
  });
});

describe('days whose rows come mixed, on several pages', () => {
  test('have each of their rows once, also where a page holds much of a day', async () => {
    const world = makeWorld();
    const long = 'x'.repeat(500);
    const rows = Array.from({ length: 2600 }, (_, i) => {
      // Most are of one day, the others of all days of a window.
      const day = addDays(today, i % 3 === 0 ? -(i % 30) : -1);
      const at = `${day}T10:00:00Z`;
      return { day, at, raw: `{"id":"r${i}","startDateTime":"${at}","x":"${long}"}` };
    });
    world.graph.rows.set('pstn-calls', rows);
    await world.round();
    for (const wanted of Map.groupBy(rows, ({ day }) => day)) {
      expect(world.lines(wanted[0])).toEqual(wanted[1].map(({ raw }) => raw));
    }
    for (const { bytes, metadata } of world.reports.runs.values()) {
      const text = gunzipSync(bytes);
      expect(metadata.bytes).toBe(String(text.length));
      expect(metadata.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});

describe('a later round', () => {
  test('writes nothing where the rows are the same, in any order', async () => {
    const world = makeWorld();
    const rows = ['a', 'b', 'c'].map((id) => call(id, '2028-03-01T10:00:00Z'));
    world.graph.rows.set('pstn-calls', rows);
    await world.round();
    world.later(dayMs);
    world.graph.rows.set('pstn-calls', rows.toReversed());
    expect(await world.round()).toBe(0);
  });

  test('reads the last ten days again, in one request', async () => {
    const world = makeWorld();
    await world.round();
    world.later(dayMs);
    await world.round();
    expect(world.windows().slice(yearWindows)).toEqual(['2028-02-20T23:00:00Z/2028-03-04T01:00:00Z']);
  });

  test('writes a new run beside the old one for a day that changed, and for that day only', async () => {
    const world = makeWorld();
    const [one, other] = [call('a', '2028-02-29T10:00:00Z'), call('b', '2028-03-01T10:00:00Z')];
    world.graph.rows.set('pstn-calls', [one, other]);
    await world.round();
    world.later(dayMs);
    const changed = call('a', '2028-02-29T10:00:00Z', '0.20');
    const late = call('c', '2028-02-29T11:00:00Z');
    world.graph.rows.set('pstn-calls', [changed, late, other]);
    expect(await world.round()).toBe(1);
    expect(world.lines('2028-02-29')).toEqual([changed.raw, late.raw]);
    const runs = [...world.reports.runs.keys()].filter((path) => path.includes('date=2028-02-29'));
    expect(runs.length).toBe(2);
  });

  test('notes that the rows of a day are gone by an empty run', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
    await world.round();
    world.graph.rows.clear();
    world.later(dayMs);
    expect(await world.round()).toBe(1);
    expect(world.lines('2028-03-01')).toEqual([]);
    expect([...world.reports.runs.values()].map(({ metadata }) => metadata.rows)).toEqual(['1', '0']);
    world.later(dayMs);
    expect(await world.round()).toBe(0);
  });

  test('catches up after the app was away', async () => {
    const world = makeWorld();
    await world.round();
    world.later(40 * dayMs);
    world.graph.rows.set('pstn-calls', [call('a', '2028-03-10T10:00:00Z')]);
    expect(await world.round()).toBe(1);
    expect(world.windows().slice(yearWindows)).toEqual([
      '2028-03-12T23:00:00Z/2028-04-12T01:00:00Z',
      '2028-02-20T23:00:00Z/2028-03-13T01:00:00Z',
    ]);
  });

  test('names its run after the one before, even when the clock stands still', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
    await world.round();
    world.graph.rows.set('pstn-calls', [call('b', '2028-03-01T10:00:00Z')]);
    await world.round();
    expect([...world.reports.runs.keys()].map((path) => path.slice(-26))).toEqual([
      '20280302T034000Z.ndjson.gz',
      '20280302T034001Z.ndjson.gz',
    ]);
    expect(world.lines('2028-03-01')).toEqual([call('b', '2028-03-01T10:00:00Z').raw]);
  });
});

describe('when a page fails in the middle', () => {
  test('nothing is committed, the days stay due, and the window is read again a minute later', async () => {
    const world = makeWorld(['pstn-calls'], 2);
    world.graph.rows.set(
      'pstn-calls',
      ['a', 'b', 'c', 'd', 'e'].map((id) => call(id, '2028-03-01T10:00:00Z')),
    );
    world.graph.plan.set('pstn-calls', ['ok', 'ok', graphFails()]);
    await world.archiveReports();
    expect([...world.reports.runs.keys()]).toEqual([]);
    expect(world.facts()).toMatchObject({
      due_days: '2028-02-02..2028-03-02',
      failed_days: '2028-02-02..2028-03-02',
      problem: 'GraphError: Asking Graph: it answered 500',
      advice: expect.stringContaining('asked again'),
    });
    expect(world.queue.sent).toEqual([
      {
        request: { schema: 1, kind: 'reports', round: '20280302T034000.000Z' },
        delayMs: minuteMs,
      },
    ]);
    await world.handleMessages();
    expect(world.lines('2028-03-01').length).toBe(5);
    expect(world.facts()).toMatchObject({ due_days: '', failed_days: '' });
  });

  test('days of other windows are read all the same', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [
      call('a', '2028-03-01T10:00:00Z'),
      call('b', '2028-01-20T10:00:00Z'),
    ]);
    world.graph.plan.set('pstn-calls', ['ok', graphFails()]);
    await world.archiveReports();
    expect(world.facts()).toMatchObject({ failed_days: '2028-01-03..2028-02-01', read_from: '2027-03-02' });
    expect(world.lines('2028-03-01').length).toBe(1);
  });

  test('a Graph that is down is asked less and less often, and finally in the next round', async () => {
    const world = makeWorld();
    world.graph.plan.set(
      'pstn-calls',
      Array.from({ length: 100 }, () => graphFails()),
    );
    const before = world.clock.now.getTime();
    await world.round();
    expect(world.graph.requests.get('pstn-calls')).toBe(16);
    expect(world.clock.now.getTime() - before).toBe((1 + 2 + 4 + 8 + 16 + 30 + 30) * minuteMs);
    world.later(dayMs);
    world.graph.plan.clear();
    await world.round();
    expect(world.facts()).toMatchObject({ due_days: '', read_from: '2027-03-03' });
  });

  test('an answer that is not a page is kept as evidence, and named', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [{ at: '2028-03-01T10:00:00Z', raw: '1' }]);
    await world.round();
    expect([...world.evidence.bodies.keys()]).toEqual([
      'refused/v1/date=2028-03-02/pstn-calls.20280302T034000.000Z',
    ]);
    expect(world.facts()).toMatchObject({
      failed_days: '2028-02-02..2028-03-02',
      due_days: '2028-02-02..2028-03-02',
    });
    expect(world.facts()).not.toHaveProperty('retry_at');
  });
});

describe('when Graph refuses', () => {
  test.each<[number, 'denied' | 'not-found', string]>([
    [403, 'denied', 'CallRecord-PstnCalls.Read.All'],
    [404, 'not-found', 'take sms out of CALL_REPORTS'],
  ])(
    'a report with %d, it says so by name with what to do, and the others continue',
    async (status, meaning, advice) => {
      const world = makeWorld(['sms', 'pstn-calls']);
      world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
      world.graph.plan.set('sms', [graphFails({ status, meaning })]);
      await world.archiveReports();
      expect(world.events('reporting.failed')).toEqual([
        expect.objectContaining({ report: 'sms', status, advice: expect.stringContaining(advice) }),
      ]);
      expect(world.facts('sms')).toMatchObject({
        failed_days: `2027-03-02..${today}`,
        advice: expect.stringContaining(advice),
      });
      expect(world.facts()).toMatchObject({ due_days: '' });
      expect(world.lines('2028-03-01').length).toBe(1);
    },
  );

  test('to be asked for another tenant, what is noted says which setting to correct', async () => {
    const world = makeWorld();
    world.graph.plan.set('pstn-calls', [graphFails({ meaning: 'denied', graphCode: wrongTenantCode })]);
    await world.archiveReports();
    expect(world.facts()).toMatchObject({ advice: expect.stringContaining('GRAPH_TENANT_ID') });
  });

  test('for 40 days, the next day’s round asks again all the same', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
    const waits = { status: 429, meaning: 'throttled', retryAfterMs: 40 * dayMs } as const;
    world.graph.plan.set('pstn-calls', [graphFails(waits)]);
    await world.archiveReports();
    expect(world.lines('2028-03-01')).toEqual([]);
    world.later(dayMs);
    await world.archiveReports();
    expect(world.lines('2028-03-01').length).toBe(1);
    expect(world.facts()).toMatchObject({ due_days: '' });
    const asked = world.windows().length;
    await world.handleMessages();
    expect(world.windows().length).toBe(asked);
  });

  test('the permission, it is asked again every 30 minutes for some hours', async () => {
    const world = makeWorld();
    world.graph.plan.set(
      'pstn-calls',
      Array.from({ length: 8 }, () => graphFails({ status: 403, meaning: 'denied' })),
    );
    const before = world.clock.now.getTime();
    await world.round();
    expect(world.clock.now.getTime() - before).toBe(7 * 30 * minuteMs);
    expect(world.graph.requests.get('pstn-calls')).toBe(8);
  });

  test('a window as too long, fewer days are requested', async () => {
    const world = makeWorld();
    const tooLong = graphFails({ status: 406, meaning: 'refused' });
    world.graph.plan.set('pstn-calls', [tooLong, tooLong]);
    await world.round();
    expect(world.windows().slice(0, 4)).toEqual([
      '2028-02-01T23:00:00Z/2028-03-03T01:00:00Z',
      '2028-02-24T23:00:00Z/2028-03-03T01:00:00Z',
      '2028-03-01T23:00:00Z/2028-03-03T01:00:00Z',
      '2028-02-26T23:00:00Z/2028-03-02T01:00:00Z',
    ]);
    expect(world.facts()).toMatchObject({ due_days: '', read_from: '2027-03-02' });
  });

  test('even one young day as too long, the report has failed', async () => {
    const world = makeWorld();
    world.graph.plan.set(
      'pstn-calls',
      Array.from({ length: 50 }, () => graphFails({ status: 406, meaning: 'refused' })),
    );
    await world.round();
    expect(world.graph.requests.get('pstn-calls')).toBe(3);
    expect(world.facts()).toMatchObject({
      failed_days: `2027-03-02..${today}`,
      advice: expect.stringContaining('too long'),
    });
  });

  test('to go back further than it remembers, that is the edge, and no failure', async () => {
    const world = makeWorld();
    const edge = '2027-10-04';
    const { readFirstPage } = world.graph;
    world.graph.readFirstPage = async (report, window) => {
      if (window.from < `${edge}T00:00:00Z`) throw graphFails({ status: 400, meaning: 'refused' });
      return readFirstPage(report, window);
    };
    await world.round();
    // The hour before its first whole day is refused too.
    expect(world.facts()).toMatchObject({
      due_days: '',
      failed_days: '',
      graph_from: addDays(edge, 1),
      read_from: addDays(edge, 1),
    });
    expect(world.events('reporting.edge-found')).toEqual([
      { report: 'pstn-calls', graph_from: addDays(edge, 1), status: 400 },
    ]);
  });

  test('for now, what it asks to wait is waited, or left to a message when it is long', async () => {
    const world = makeWorld();
    const throttled = (retryAfterMs: number) =>
      graphFails({ status: 429, meaning: 'throttled', retryAfterMs });
    world.graph.plan.set('pstn-calls', [throttled(90_000), throttled(20 * minuteMs)]);
    const before = world.clock.now.getTime();
    await world.archiveReports();
    expect(world.clock.now.getTime() - before).toBe(90_000);
    expect(world.queue.sent[0]?.delayMs).toBe(20 * minuteMs);
    await world.handleMessages();
    expect(world.facts()).toMatchObject({ due_days: '' });
    expect(world.events('reporting.failed')).toEqual([]);
  });
});

describe('a window with many rows', () => {
  test('is left for a shorter one, and one day may have as many pages as it has', async () => {
    const world = makeWorld(['pstn-calls'], 1);
    const rows = Array.from({ length: 130 }, (_, i) => call(`r${i}`, '2028-03-01T10:00:00Z'));
    world.graph.rows.set('pstn-calls', [...rows, call('old', '2028-01-01T10:00:00Z')]);
    await world.round();
    expect(world.lines('2028-03-01').length).toBe(130);
    expect(world.lines('2028-01-01').length).toBe(1);
    expect(world.facts()).toMatchObject({ due_days: '' });
  });

  test('that no run can read to its end is named, and the other days are read', async () => {
    const world = makeWorld(['pstn-calls'], 1);
    const rows = Array.from({ length: 600 }, (_, i) => call(`r${i}`, '2028-03-01T10:00:00Z'));
    world.graph.rows.set('pstn-calls', [...rows, call('old', '2028-01-01T10:00:00Z')]);
    await world.round();
    expect(world.lines('2028-03-01')).toEqual([]);
    expect(world.lines('2028-01-01').length).toBe(1);
    expect(world.facts()).toMatchObject({
      due_days: '2028-03-01..2028-03-01',
      problem: expect.stringContaining('more rows'),
    });
    expect(world.events('reporting.failed')).toEqual([
      expect.objectContaining({
        from: '2028-03-01',
        to: '2028-03-01',
        error: expect.stringContaining('more rows'),
      }),
    ]);
  });
});

describe('rows without any time', () => {
  test('are kept aside and counted, and the others are archived', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [
      call('a', '2028-03-01T10:00:00Z'),
      { at: '2028-03-01T10:00:00Z', raw: '{"id":"x"}' },
    ]);
    await world.round();
    expect(world.lines('2028-03-01').length).toBe(1);
    expect([...world.evidence.bodies].map(([name, body]) => `${name} ${Buffer.from(body)}`)).toEqual([
      'refused/v1/date=2028-03-02/pstn-calls.20280302T034000.000Z {"id":"x"}\n',
    ]);
    expect(world.events('reporting.rows-set-aside')).toEqual([expect.objectContaining({ rows: 1 })]);
    expect(world.facts()).toMatchObject({ undated_rows: '1', undated_at: '2028-03-02T03:40:00.000Z' });
  });
});

describe('a report whose time got another name', () => {
  test('has all its rows in the evidence, in several pieces', async () => {
    const world = makeWorld();
    const { readNextPage } = world.graph;
    world.graph.readNextPage = (link) => {
      world.later(1);
      return readNextPage(link);
    };
    const long = 'x'.repeat(1000);
    const rows = Array.from({ length: 2500 }, (_, i) => `{"id":"r${i}","started":"${long}"}`);
    world.graph.rows.set(
      'pstn-calls',
      rows.map((raw) => ({ at: '2028-03-01T10:00:00Z', raw })),
    );
    await world.round();
    const kept = [...world.evidence.bodies.values()];
    expect(kept.length).toBe(2);
    expect(Buffer.concat(kept).toString()).toBe(rows.map((row) => `${row}\n`).join(''));
    expect(world.events('reporting.rows-set-aside')).toEqual([expect.objectContaining({ rows: 2500 })]);
  });
});

describe('rounds', () => {
  test('run one at a time', async () => {
    const world = makeWorld();
    world.runAlone.held.add('reports');
    await world.archiveReports();
    expect(world.graph.windows).toEqual([]);
    expect(world.events('reporting.busy').length).toBe(1);
  });

  test('that may be doubled end before the next window; the next continues with the rest', async () => {
    const world = makeWorld();
    const { readFirstPage } = world.graph;
    world.graph.readFirstPage = (...asked) => {
      if (world.graph.windows.length === 2) world.runAlone.lose('reports');
      return readFirstPage(...asked);
    };
    await expect(world.archiveReports()).rejects.toThrow('another’s');
    expect(world.graph.windows.length).toBe(3);
    world.graph.readFirstPage = readFirstPage;
    await world.archiveReports();
    expect(world.events('reporting.completed').length).toBe(1);
  });

  test('end when another may run: nothing more is read, nothing is written', async () => {
    const world = makeWorld(['pstn-calls'], 2);
    world.graph.rows.set(
      'pstn-calls',
      ['a', 'b', 'c'].map((id) => call(id, '2028-03-01T10:00:00Z')),
    );
    const { readFirstPage } = world.graph;
    world.graph.readFirstPage = async (...asked) => {
      world.runAlone.lose('reports');
      return readFirstPage(...asked);
    };
    await expect(world.archiveReports()).rejects.toThrow('is another’s');
    expect(world.graph.requests.get('pstn-calls')).toBe(1);
    expect([...world.reports.runs.keys()]).toEqual([]);
  });

  test('of the past are no longer resumed', async () => {
    const world = makeWorld();
    world.graph.plan.set('pstn-calls', [graphFails(), graphFails()]);
    await world.archiveReports();
    world.later(dayMs);
    await world.archiveReports();
    const asked = world.graph.windows.length;
    await world.handleMessages();
    expect(world.graph.windows.length).toBe(asked);
  });

  test('that storage breaks off are thrown, and leave the days due', async () => {
    const world = makeWorld();
    world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
    const { openWriter } = world.reports;
    let broken = true;
    world.reports.openWriter = (...given) => {
      const writer = openWriter(...given);
      return {
        ...writer,
        commit: (...file) => (broken ? Promise.reject(new Error('storage is away')) : writer.commit(...file)),
      };
    };
    await expect(world.archiveReports()).rejects.toThrow('storage is away');
    expect(world.facts()['due_days']).toBe(`2027-03-02..${today}`);
    broken = false;
    expect(await world.round()).toBe(1);
  });

  test('of no report do nothing', async () => {
    const world = makeWorld([]);
    await world.archiveReports();
    expect([...world.state.states.keys()]).toEqual([]);
  });
});

function digestOf(rows: string[]): string {
  const sum = rows.reduce(
    (total, row) => total + BigInt(`0x${createHash('sha256').update(row).digest('hex')}`),
    0n,
  );
  return (sum % 2n ** 256n).toString(16).padStart(64, '0');
}
