/** Everything around the call reports, in memory, with a clock that the test moves. */
import { GraphError, type GraphErrorDetails } from '../../../src/errors.ts';
import type { ReportName } from '../../../src/model/call-report.ts';
import { makePacer } from '../../../src/paging/pacer.ts';
import {
  type ArchiveReports,
  makeArchiveReports,
  type ReportsTools,
} from '../../../src/reporting/archive-reports.ts';
import { makeMemoryCallReports } from '../../support/memory-call-reports.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';
import { makeMemoryEvidenceStore } from '../../support/memory-evidence-store.ts';
import { makeMemoryReportStore } from '../../support/memory-report-store.ts';
import { makeMemoryRequestQueue } from '../../support/memory-request-queue.ts';
import { makeMemoryRunAlone } from '../../support/memory-run-alone.ts';
import { makeMemoryStateStore } from '../../support/memory-state-store.ts';

/** 03:40 of a day after a leap day. */
const startsAt = new Date('2028-03-02T03:40:00.000Z');
const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';

export function graphFails(details: Partial<GraphErrorDetails> = {}): GraphError {
  return new GraphError(`Asking Graph: it answered ${details.status ?? 500}`, {
    meaning: 'unavailable',
    status: 500,
    ...details,
  });
}

/** A PSTN call. */
export function call(id: string, at: string, charge = '0.10'): { at: string; raw: string } {
  return { at, raw: `{"id":"${id}","startDateTime":"${at}","charge":${charge}}` };
}

export function makeWorld(names: readonly ReportName[] = ['pstn-calls'], pageSize = 1000) {
  const clock = { now: startsAt };
  const pass = async (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const pace = {
    windowMs: 61_000,
    maxSleepMs: 5000,
    random: () => 0,
    now: () => clock.now.getTime(),
    sleep: pass,
  };
  const log = makeMemoryEventLog();
  const written: string[] = [];
  const graph = makeMemoryCallReports(pageSize);
  const reports = makeMemoryReportStore(tenantId);
  const tools = {
    names,
    tenantId,
    graph,
    pacer: makePacer({ ...pace, limit: 50 }, makePacer({ ...pace, limit: 200 })),
    reports,
    evidence: makeMemoryEvidenceStore(),
    noteWritten: async (day: string) => void written.push(day),
    state: makeMemoryStateStore(),
    queue: makeMemoryRequestQueue(),
    runAlone: makeMemoryRunAlone(),
    note: log.note,
    now: () => clock.now,
    sleep: pass,
  } satisfies ReportsTools;
  const archiveReports: ArchiveReports = makeArchiveReports(tools);

  const world = {
    ...tools,
    clock,
    /** Days that were told to have their newest run. */
    written,
    archiveReports,
    later: (ms: number) => void pass(ms),
    /** Handles the messages that resume, until none is left; the clock moves on by each delay. */
    async handleMessages() {
      for (let next = tools.queue.sent.shift(); next; next = tools.queue.sent.shift()) {
        await pass(next.delayMs);
        if (next.request.kind === 'reports') await archiveReports(next.request);
      }
    },
    /** A whole round, from its timer to its end; gives the number of runs that it wrote. */
    async round(): Promise<number> {
      const before = reports.runs.size;
      await archiveReports();
      await world.handleMessages();
      return reports.runs.size - before;
    },
    lines: (day: string, report: ReportName = 'pstn-calls') => reports.readLines(report, day),
    facts: (report: ReportName = 'pstn-calls') => tools.state.states.get(`report-${report}`) ?? {},
    events: (name: string) => log.notes.filter((one) => one.name === name).map(({ facts }) => facts),
    windows: (report: ReportName = 'pstn-calls') =>
      graph.windows
        .filter((asked) => asked.report === report)
        .map(({ window }) => `${window.from}/${window.to}`),
  };
  return world;
}
