/** What a run leaves about one UTC day of calls, as evidence of what Graph had and what was missing. */
import { reconcilePath } from '../model/archive-path.ts';
import type { DayWindow } from '../model/day-window.ts';
import type { DayCounts, Sweep } from '../model/sweep.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';

export interface ComparedDay {
  window: DayWindow;
  counts: DayCounts;
  edgeMovedHours: number;
  comparedAt: Date;
}

export interface ComparingRun {
  tenantId: string;
  /** Why the run was made. */
  cause: string;
  sweep: Sweep;
}

/** The form is in docs/archive-format.md. */
export async function keepDayEvidence(
  { window, counts, edgeMovedHours, comparedAt }: ComparedDay,
  { tenantId, cause, sweep }: ComparingRun,
  evidence: EvidenceStore,
): Promise<void> {
  const comparison = {
    schema: 1,
    tenantId,
    runId: sweep.runId,
    cause,
    startedAt: sweep.startedAt,
    comparedAt: comparedAt.toISOString(),
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    edgeMovedHours,
    ...counts,
  };
  const text = `${JSON.stringify(comparison, undefined, 2)}\n`;
  await evidence.put(reconcilePath(window.day, sweep.runId), Buffer.from(text));
}
