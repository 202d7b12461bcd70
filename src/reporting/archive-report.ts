/** One report in one run: its due days, newest first, until they are done, the time is up, or Graph has had enough. */
import { formatError, GraphError } from '../errors.ts';
import { refusedPath } from '../model/archive-path.ts';
import { addsUp, type ReportName } from '../model/call-report.ts';
import { countDays, type DayRange, formatDayRanges, newestDays, removeDays } from '../model/day-ranges.ts';
import { utcDay } from '../model/day-window.ts';
import type { ReadingLimits } from '../paging/read-until.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import { archiveWindow, type WindowCounts, type WindowOutcome, type WindowTools } from './archive-window.ts';
import { explainReportFailure } from './explain-failure.ts';
import {
  afterEdge,
  afterFailure,
  afterRead,
  afterTooLong,
  type FailedTry,
  judgeFailure,
  listDue,
  planRound,
  waitForDue,
} from './plan-report.ts';
import type { ReportMemory } from './report-memory.ts';

export interface ReportTools extends WindowTools {
  memory: ReportMemory;
  note: NoteEvent;
}

export interface ReportRun extends ReadingLimits {
  round: string;
  /** Whether this run begins the round; otherwise it resumes it. */
  begins: boolean;
  /** No window is begun after this. */
  restAt: Date;
}

/** When this many windows fail in a row, the report is left for now. */
const maxFailuresInRow = 2;

/** In how many milliseconds the report is to be resumed; `undefined`: not in this round. Throws what storage throws. */
export async function archiveReport(
  report: ReportName,
  run: ReportRun,
  tools: ReportTools,
): Promise<number | undefined> {
  const { memory, note, now } = tools;
  const before = await memory.read(report);
  const today = utcDay(now());
  let state = run.begins || !before ? planRound(before, today) : before;
  if (run.begins) await memory.write(report, state);
  const failed: FailedTry[] = [];
  const total = { windows: 0, pages: 0, rows: 0, written: 0 };
  let tried = 0;
  let failuresInRow = 0;

  while (failuresInRow < maxFailuresInRow) {
    run.held.throwIfAborted();
    const left = failed.flatMap(({ days }) => days).reduce(removeDays, listDue(state, run.round, now()));
    const days = newestDays(left, addsUp(report) ? 1 : state.windowDays);
    if (!days) break;
    if (now() > run.restAt) return end(0);
    tried += 1;
    try {
      const result = await archiveWindow(report, days, run, tools);
      take(days, result);
      if (result.outcome === 'time-is-up') return end(0);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      if (error.meaning === 'throttled' && error.retryAfterMs !== undefined) return end(error.retryAfterMs);
      await handleFailure(days, error);
    }
    await memory.write(report, state);
  }
  return end(undefined);

  function take(days: DayRange, result: WindowOutcome): void {
    if (result.outcome === 'archived') {
      state = afterRead(state, days, result.counts, now());
      failuresInRow = 0;
      total.windows += 1;
      for (const name of ['pages', 'rows', 'written'] as const) total[name] += result.counts[name];
      noteWindow(report, days, result.counts, note);
    } else if (countDays(days) > 1) state = afterTooLong(state, days);
    // It had the whole time of a run.
    else if (tried === 1) failed.push(noteTooLarge(report, days, note));
  }

  async function handleFailure(days: DayRange, error: GraphError): Promise<void> {
    const verdict = judgeFailure(error, days, state, today);
    if (verdict === 'shorten') state = afterTooLong(state, days);
    else if (verdict === 'edge') {
      state = afterEdge(state, days.to);
      note('reporting.edge-found', { report, graph_from: state.graphFrom, status: error.status });
    } else {
      failed.push(await noteWindowFailure(report, days, error, tools));
      failuresInRow = verdict === 'stop' ? maxFailuresInRow : failuresInRow + 1;
    }
  }

  /** `pauseMs`: the time is up, and the report is resumed after that. */
  async function end(pauseMs: number | undefined): Promise<number | undefined> {
    const [first] = failed;
    const isDone = state.due.length === 0 && total.windows > 0;
    if (first) {
      // Left for now: nothing else of it is asked for either.
      const days = failuresInRow === maxFailuresInRow ? state.due : failed.flatMap((one) => one.days);
      state = afterFailure(state, { ...first, days }, run.round, now());
    } else if (isDone) state = { ...state, failure: undefined, completedAt: now() };
    await memory.write(report, state);
    const facts = { report, ...total, read_from: state.readFrom, read_to: state.readTo };
    if (isDone) note('reporting.completed', facts);
    if (pauseMs !== undefined)
      note('reporting.paused', { ...facts, due_days: formatDayRanges(state.due), after_ms: pauseMs });
    return pauseMs ?? waitForDue(state, run.round, now());
  }
}

function noteTooLarge(report: ReportName, days: DayRange, note: NoteEvent): FailedTry {
  const problem = 'The day has more rows than can be read in one run';
  const advice = 'Report it as a shortcoming of this app; the other days are read.';
  note('reporting.failed', { report, ...days, error: problem, advice, meaning: 'refused' });
  return { days: [days], problem, advice, meaning: 'refused' };
}

function noteWindow(report: ReportName, days: DayRange, counts: WindowCounts, note: NoteEvent): void {
  note('reporting.window-read', { report, ...days, ...counts });
  if (counts.undated > 0) note('reporting.rows-set-aside', { report, ...days, rows: counts.undated });
}

async function noteWindowFailure(
  report: ReportName,
  days: DayRange,
  error: GraphError,
  { evidence, note, now }: ReportTools,
): Promise<FailedTry> {
  const advice = explainReportFailure(error, report);
  const { meaning, status, requestId, body } = error;
  if (body) await evidence.put(refusedPath(report, now()), body);
  const problem = formatError(error);
  note('reporting.failed', {
    report,
    ...days,
    error: problem,
    advice,
    meaning,
    status,
    request_id: requestId,
  });
  return { days: [days], problem, advice, meaning };
}
