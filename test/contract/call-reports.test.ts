/** What reporting relies on where the call reports are read: every row of a window, in pages, faults by meaning. */
import { describe, expect, test } from '@jest/globals';
import * as faults from '../../local/graph-simulator/faults/fault.ts';
import { makeGraphCallReports } from '../../src/adapters/graph/graph-call-reports.ts';
import { GraphError } from '../../src/errors.ts';
import { type ReportName, reportNames } from '../../src/model/call-report.ts';
import type { ReportWindow } from '../../src/model/report-window.ts';
import type { CallReports } from '../../src/ports/call-reports.ts';
import { useGraph } from '../support/contract-graph.ts';
import { startListener } from '../support/listener.ts';
import { makeMemoryCallReports } from '../support/memory-call-reports.ts';

const graph = useGraph();
const rows = Array.from({ length: 2300 }, (_, i) => {
  const at = new Date(Date.parse('2026-11-01T00:00:00Z') + i * 60_000).toISOString();
  return { at, raw: `{"id":"row ${i}","startDateTime":"${at}","charge":1.0}` };
});
const window = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T23:59:59.9999999Z' };

interface Opened {
  source: CallReports;
  failNext(status: number): void;
}

let filled = false;
const subjects: [string, () => Opened][] = [
  [
    'in memory',
    () => {
      const twin = makeMemoryCallReports();
      twin.rows.set('pstn-calls', rows);
      const failNext = (status: number) => {
        const meaning = status === 403 ? 'denied' : status === 404 ? 'not-found' : 'unavailable';
        twin.plan.set('pstn-calls', [
          new GraphError(`Asking Graph: it answered ${status}`, { meaning, status }),
        ]);
      };
      return { source: twin, failNext };
    },
  ],
  [
    'of Graph',
    () => {
      const { simulator, connect } = graph();
      if (!filled)
        simulator.addReportRows(
          'pstn-calls',
          rows.map(({ at, raw }) => ({ atMs: Date.parse(at), raw: () => raw })),
        );
      filled = true;
      return {
        source: makeGraphCallReports(connect(), { origin: simulator.origin, apiVersion: 'v1.0' }),
        failNext: (status) => simulator.addFault({ fault: faults.status(status) }),
      };
    },
  ],
];

async function readAll(source: CallReports, asked: ReportWindow): Promise<{ texts: string[]; rows: number }> {
  const texts: string[] = [];
  let count = 0;
  let page = await source.readFirstPage('pstn-calls', asked);
  for (;;) {
    const text = Buffer.from(page.bytes).toString('utf8');
    const body = JSON.parse(text) as { value: unknown[]; '@odata.nextLink'?: string };
    texts.push(text);
    count += body.value.length;
    if (body['@odata.nextLink'] === undefined) return { texts, rows: count };
    page = await source.readNextPage(body['@odata.nextLink']);
  }
}

describe.each(subjects)('the call reports %s', (_name, open) => {
  test('give every row of a window in pages of 1,000, as they are written', async () => {
    const { texts, rows: count } = await readAll(open().source, window);
    expect(texts.length).toBe(3);
    expect(count).toBe(2300);
    for (const { raw } of [rows[0], rows[1000], rows[2299]].filter((row) => row !== undefined))
      expect(texts.some((text) => text.includes(raw))).toBe(true);
  });

  test('give a window without rows as one page without any', async () => {
    const { texts, rows: count } = await readAll(open().source, {
      from: '2026-10-01T00:00:00Z',
      to: '2026-10-02T00:00:00Z',
    });
    expect([texts.length, count]).toEqual([1, 0]);
  });

  test('refuse more than 90 days with 406', async () => {
    const { source } = open();
    const tooLong = { from: '2026-08-01T00:00:00Z', to: '2026-10-30T00:00:01Z' };
    await expect(source.readFirstPage('pstn-calls', tooLong)).rejects.toMatchObject({
      name: 'GraphError',
      meaning: 'refused',
      status: 406,
    });
  });

  test.each([
    [403, 'denied'],
    [404, 'not-found'],
    [500, 'unavailable'],
  ] as const)('throw what Graph answers instead: %d is %s', async (status, meaning) => {
    const { source, failNext } = open();
    failNext(status);
    await expect(source.readFirstPage('pstn-calls', window)).rejects.toMatchObject({
      name: 'GraphError',
      status,
      meaning,
    });
  });

  test('follow no link to anywhere else', async () => {
    const elsewhere = await startListener((_request, response) => response.end('{"value":[]}'));
    const link = `${elsewhere.origin}/v1.0/communications/callRecords/getPstnCalls(fromDateTime=x,toDateTime=y)?$skip=1000`;
    await expect(open().source.readNextPage(link)).rejects.toMatchObject({ meaning: 'refused' });
    expect(elsewhere.heard).toEqual([]);
    await elsewhere.close();
  });
});

describe('the requests to Graph', () => {
  test('ask beta for the reports that are nowhere else, and the configured version for the others', async () => {
    const { simulator, connect } = graph();
    const paths = async (apiVersion: string) => {
      simulator.clearRequests();
      const source = makeGraphCallReports(connect({ apiVersion }), {
        origin: 'https://graph.example',
        apiVersion,
      });
      for (const report of reportNames) await source.readFirstPage(report, window);
      const asked = simulator.requests.filter(({ path }) => path.includes('/callRecords/'));
      expect(
        asked.every(
          ({ status, headers }) => status === 200 && headers['prefer'] === 'include-unknown-enum-members',
        ),
      ).toBe(true);
      expect(
        reportNames.map((report: ReportName) => source.graphUrl(report).replace('https://graph.example', '')),
      ).toEqual(asked.map(({ path }) => path.replace(/\/communications.*/, '')));
      return asked.map(({ path }) => path.replace(/\(.*/, '').replace('/communications/callRecords', ''));
    };
    const beta = [
      '/beta/getSmsLog',
      '/beta/getPstnBlockedUsersLog',
      '/beta/getPstnOnlineMeetingDialoutReport',
    ];
    expect(await paths('v1.0')).toEqual(['/v1.0/getPstnCalls', '/v1.0/getDirectRoutingCalls', ...beta]);
    expect(await paths('beta')).toEqual(['/beta/getPstnCalls', '/beta/getDirectRoutingCalls', ...beta]);
  });
});
