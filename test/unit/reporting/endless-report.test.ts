/** Next links of a report that come to no end: the window is refused, and nothing of it is committed. */
import { describe, expect, test } from '@jest/globals';
import { callReports, type ReportName } from '../../../src/model/call-report.ts';
import type { GraphPage } from '../../../src/ports/call-record-source.ts';
import { makeWorld } from './reports-world.ts';

const link = (n: number) => `https://graph.test/report?$skiptoken=${n}`;
const row = (n: number) => `{"id":"${n}","startDateTime":"2028-03-01T10:00:00Z"}`;

function makePage(rows: string, nextLink: string): GraphPage {
  const bytes = Buffer.from(`{"value":[${rows}],"@odata.nextLink":"${nextLink}"}`);
  // A page that is read after it was given back is found out.
  return { bytes, requestId: undefined, free: () => void bytes.fill(0) };
}

const endless: [string, (n: number) => GraphPage, number][] = [
  ['that lead in a circle', (n) => makePage(row(n), link((n + 1) % 3)), 4],
  ['to empty pages', (n) => makePage('', link(n + 1)), 21],
  ['to the same page again and again', (n) => makePage(row(1), link(n + 1)), 2],
];

describe.each(Object.keys(callReports) as ReportName[])('the report %s', (name) => {
  test.each(endless)('with ever-new links %s is refused', async (_, page, maxReads) => {
    const world = makeWorld([name]);
    let reads = 0;
    const readPage = async (n: number) => {
      reads += 1;
      return page(n);
    };
    Object.assign(world.graph, {
      readFirstPage: () => readPage(0),
      readNextPage: (next: string) => readPage(Number(next.split('=').at(-1))),
    });
    await world.archiveReports();
    const failed = world.events('reporting.failed');
    expect(failed[0]).toMatchObject({ report: name, meaning: 'refused' });
    expect(failed[0]?.['error']).toContain('Following a next link');
    // Two windows fail, and the report is left for now.
    expect(reads).toBeLessThanOrEqual(2 * maxReads);
    expect(world.reports.runs.size).toBe(0);
    const evidence = [...world.evidence.bodies.values()].map((body) => Buffer.from(body).toString());
    expect(evidence[0]).toContain('"value":[');
  });
});
