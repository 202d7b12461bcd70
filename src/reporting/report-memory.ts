/** What the app remembers of each report, and of the current round: rows of `ArchiveState`, which health reads too. */
import type { ReportName } from '../model/call-report.ts';
import type { StateStore } from '../ports/state-store.ts';
import { type ReportState, reportRow } from '../state/report-state.ts';
import { roundRow } from '../state/round-state.ts';
import { readState, writeState } from '../state/typed-row.ts';

export interface ReportMemory {
  readRound(): Promise<string | undefined>;
  beginRound(round: string, at: Date): Promise<void>;
  read(report: ReportName): Promise<ReportState | undefined>;
  write(report: ReportName, state: ReportState): Promise<void>;
}

export function makeReportMemory(store: StateStore): ReportMemory {
  return {
    readRound: async () => (await readState(roundRow, store))?.round,
    beginRound: (round, at) => writeState(roundRow, { round, startedAt: at }, store),
    read: (report) => readState(reportRow(report), store),
    write: (report, state) => writeState(reportRow(report), state, store),
  };
}
