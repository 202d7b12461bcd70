/** The rows `report-…`, one for each call report: which of its days were read, are due, or failed. */
import { type GraphMeaning, graphMeanings } from '../errors.ts';
import type { ReportName } from '../model/call-report.ts';
import { type DayRange, formatDayRanges, parseDayRanges } from '../model/day-ranges.ts';
import { maxWindowDays } from '../model/report-window.ts';
import type { StateRow } from '../ports/state-store.ts';
import { formatColumns, parseCountColumn, parseTimeColumn } from './columns.ts';
import type { TypedRow } from './typed-row.ts';

export interface ReportState {
  /** UTC day of the first round: what lies before it was read back. */
  firstDay: string;
  /** Days that are still to be read; those that failed stay among them. */
  due: DayRange[];
  /** The oldest and the newest day that were read. */
  readFrom: string | undefined;
  readTo: string | undefined;
  /** The oldest day that Graph still had, where it refused older ones. */
  graphFrom: string | undefined;
  /** How many days are requested at once: fewer where they have many rows. */
  windowDays: number;
  failure: ReportFailure | undefined;
  /** Rows of a window without any time, the last time that there were some; `undefined`: never. */
  undated: { rows: number; at: Date } | undefined;
  /** When a round finished: nothing more was due. */
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

export function reportRow(report: ReportName): TypedRow<ReportState> {
  return {
    name: `report-${report}`,
    parse: (row) => ({
      firstDay: row['first_day'] ?? '',
      due: parseDayRanges(row['due_days'] ?? ''),
      readFrom: row['read_from'] || undefined,
      readTo: row['read_to'] || undefined,
      graphFrom: row['graph_from'] || undefined,
      windowDays: Math.min(maxWindowDays, parseCountColumn(row['window_days']) || maxWindowDays),
      completedAt: parseTimeColumn(row['completed_at']),
      failure: parseFailure(row),
      undated: parseUndated(row),
    }),
    format: ({ failure, undated, ...report }) =>
      formatColumns({
        first_day: report.firstDay,
        due_days: formatDayRanges(report.due),
        read_from: report.readFrom,
        read_to: report.readTo,
        graph_from: report.graphFrom,
        window_days: report.windowDays,
        completed_at: report.completedAt,
        failed_days: formatDayRanges(failure?.days ?? []),
        problem: failure?.problem,
        advice: failure?.advice,
        failed_meaning: failure?.meaning,
        failed_at: failure?.at,
        failed_round: failure?.round,
        failed_tries: failure?.tries,
        retry_at: failure?.retryAt,
        undated_rows: undated?.rows,
        undated_at: undated?.at,
      }),
  };
}

function parseUndated(row: StateRow): ReportState['undated'] {
  const at = parseTimeColumn(row['undated_at']);
  return at && { rows: parseCountColumn(row['undated_rows']) ?? 0, at };
}

function parseFailure(row: StateRow): ReportFailure | undefined {
  const at = parseTimeColumn(row['failed_at']);
  return (
    at && {
      days: parseDayRanges(row['failed_days'] ?? ''),
      problem: row['problem'] ?? '',
      advice: row['advice'] ?? '',
      meaning: graphMeanings.find((meaning) => meaning === row['failed_meaning']) ?? 'unavailable',
      at,
      round: row['failed_round'] ?? '',
      tries: parseCountColumn(row['failed_tries']) ?? 0,
      retryAt: parseTimeColumn(row['retry_at']),
    }
  );
}
