/**
 * In-memory twin of Graph's call reports. Rows and faults are data: the entries of a report's `plan` are played first,
 * one a request, `ok` standing for the proper page.
 */
import { GraphError } from '../../src/errors.ts';
import type { ReportName } from '../../src/model/call-report.ts';
import { dayMs } from '../../src/model/durations.ts';
import type { ReportWindow } from '../../src/model/report-window.ts';
import type { GraphPage } from '../../src/ports/call-record-source.ts';
import type { CallReports } from '../../src/ports/call-reports.ts';

export interface MemoryReportRow {
  /** ISO 8601 in UTC, in any number of digits: by this time the window finds the row. */
  at: string;
  raw: string;
}

export type MemoryCallReports = CallReports & {
  rows: Map<ReportName, MemoryReportRow[]>;
  plan: Map<ReportName, (GraphError | 'ok')[]>;
  /** Every window that was begun. */
  windows: { report: ReportName; window: ReportWindow }[];
  /** Requests for each report. */
  requests: Map<ReportName, number>;
  /** Whether a row at the end of a window belongs to it. */
  endBelongs: boolean;
};

const origin = 'https://graph.test';

export function makeMemoryCallReports(pageSize = 1000): MemoryCallReports {
  function readPage(number: number, skip: number): GraphPage {
    const asked = twin.windows[number];
    if (!asked) throw new GraphError('Asking Graph: it answered 400', { meaning: 'refused', status: 400 });
    const { report, window } = asked;
    twin.requests.set(report, (twin.requests.get(report) ?? 0) + 1);
    const fault = twin.plan.get(report)?.shift();
    if (fault instanceof GraphError) throw fault;
    const [from, to] = [toTicks(window.from), toTicks(window.to)];
    if (to - from > toTicks(new Date(90 * dayMs).toISOString()))
      throw new GraphError('Asking Graph: it answered 406', { meaning: 'refused', status: 406 });
    const found = (twin.rows.get(report) ?? []).filter(({ at }) => {
      const time = toTicks(at);
      return time >= from && (twin.endBelongs ? time <= to : time < to);
    });
    const next = skip + pageSize;
    const members = [
      `"value":[${found
        .slice(skip, next)
        .map(({ raw }) => raw)
        .join()}]`,
      ...(next < found.length ? [`"@odata.nextLink":"${origin}/${report}/${number}/${next}"`] : []),
    ];
    return {
      bytes: Buffer.from(`{${members.join()}}`),
      requestId: `${report}-${number}-${skip}`,
      free: () => undefined,
    };
  }

  const twin: MemoryCallReports = {
    rows: new Map(),
    plan: new Map(),
    windows: [],
    requests: new Map(),
    endBelongs: true,
    graphUrl: () => `${origin}/v1.0`,
    async readFirstPage(report, window) {
      twin.windows.push({ report, window });
      return readPage(twin.windows.length - 1, 0);
    },
    async readNextPage(link) {
      const [, number, skip] = /\/(\d+)\/(\d+)$/.exec(link) ?? [];
      if (!link.startsWith(`${origin}/`) || number === undefined) {
        throw new GraphError('Following a next link: it leads elsewhere', { meaning: 'refused' });
      }
      return readPage(Number(number), Number(skip));
    },
  };
  return twin;
}

/** Since 1970, in 100 ns: Graph's own unit. */
function toTicks(time: string): bigint {
  const [, seconds = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 10_000n + BigInt(fraction.padEnd(7, '0'));
}
