/** What the app remembers of each report, and of the round that is going on: rows of `ArchiveState`, which health reads too. */
import type { GraphMeaning } from '../errors.ts';
import { type ReportName, reportRow } from '../model/call-report.ts';
import { type DayRange, formatDays, parseDays } from '../model/day-ranges.ts';
import { mostWindowDays } from '../model/report-window.ts';
import type { StateFacts, StateStore } from '../ports/state-store.ts';

export interface RememberedReport {
  /** UTC day of the first round: what lies before it was read back. */
  firstDay: string;
  /** Days that are still to be read; those that failed stay among them. */
  due: DayRange[];
  /** The oldest and the newest day that were read. */
  readFrom: string | undefined;
  readTo: string | undefined;
  /** The oldest day that Graph still had, where it refused older ones. */
  graphFrom: string | undefined;
  /** So many days are asked for at once: fewer where they have many rows. */
  windowDays: number;
  failure: ReportFailure | undefined;
  /** When a round came to its end: nothing was due any more. */
  completedAt: Date | undefined;
}

export interface ReportFailure {
  days: DayRange[];
  /** What happened, and what to do. No personal data. */
  problem: string;
  advice: string;
  meaning: GraphMeaning;
  at: Date;
  /** The round in which it failed, and how often in it. */
  round: string;
  tries: number;
  /** When it is tried again in this round; `undefined`: in the next one. */
  retryAt: Date | undefined;
}

export interface ReportMemory {
  readRound(): Promise<string | undefined>;
  beginRound(round: string, at: Date): Promise<void>;
  read(report: ReportName): Promise<RememberedReport | undefined>;
  write(report: ReportName, remembered: RememberedReport): Promise<void>;
}

const roundRow = 'reports';

export function makeReportMemory(state: StateStore): ReportMemory {
  return {
    readRound: async () => (await state.read(roundRow))?.['round'],
    beginRound: (round, at) => state.write(roundRow, { round, started_at: at.toISOString() }),
    async read(report) {
      const facts = await state.read(reportRow(report));
      return facts && parseReport(facts);
    },
    write: (report, remembered) => state.write(reportRow(report), formatReport(remembered)),
  };
}

/** A fact that is not there is an empty text. */
function formatReport({ failure, ...report }: RememberedReport): StateFacts {
  return {
    first_day: report.firstDay,
    due_days: formatDays(report.due),
    read_from: report.readFrom ?? '',
    read_to: report.readTo ?? '',
    graph_from: report.graphFrom ?? '',
    window_days: String(report.windowDays),
    completed_at: report.completedAt?.toISOString() ?? '',
    failed_days: formatDays(failure?.days ?? []),
    ...(failure && {
      problem: failure.problem,
      advice: failure.advice,
      failed_meaning: failure.meaning,
      failed_at: failure.at.toISOString(),
      failed_round: failure.round,
      failed_tries: String(failure.tries),
      retry_at: failure.retryAt?.toISOString() ?? '',
    }),
  };
}

function parseReport(facts: StateFacts): RememberedReport {
  const text = (name: string) => facts[name] || undefined;
  const time = (name: string) => (facts[name] ? new Date(facts[name]) : undefined);
  const failedAt = time('failed_at');
  return {
    firstDay: facts['first_day'] ?? '',
    due: parseDays(facts['due_days'] ?? ''),
    readFrom: text('read_from'),
    readTo: text('read_to'),
    graphFrom: text('graph_from'),
    windowDays: Math.min(mostWindowDays, Number(facts['window_days'] || mostWindowDays)),
    completedAt: time('completed_at'),
    failure: failedAt && {
      days: parseDays(facts['failed_days'] ?? ''),
      problem: facts['problem'] ?? '',
      advice: facts['advice'] ?? '',
      // Written by formatReport(), never otherwise.
      meaning: (facts['failed_meaning'] ?? 'unavailable') as GraphMeaning,
      at: failedAt,
      round: facts['failed_round'] ?? '',
      tries: Number(facts['failed_tries'] ?? 0),
      retryAt: time('retry_at'),
    },
  };
}
