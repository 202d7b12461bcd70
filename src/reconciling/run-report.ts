/** The report of a run about one UTC day of calls, as evidence of what Graph had and what was missing. */
import { reconcilePath } from '../model/archive-path.ts';
import type { DayWindow } from '../model/day-window.ts';
import type { DayCounts, Sweep } from '../model/sweep.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';

export interface ReportFacts {
  tenantId: string;
  /** Why the run was made. */
  cause: string;
  sweep: Sweep;
  now: Date;
}

/** The form is in docs/archive-format.md. */
export async function keepReport(
  window: DayWindow,
  counts: DayCounts,
  edgeMovedHours: number,
  { tenantId, cause, sweep, now }: ReportFacts,
  evidence: EvidenceStore,
): Promise<void> {
  const report = {
    schema: 1,
    tenantId,
    runId: sweep.runId,
    cause,
    startedAt: sweep.startedAt,
    comparedAt: now.toISOString(),
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    edgeMovedHours,
    ...counts,
  };
  await evidence.put(
    reconcilePath(window.day, sweep.runId),
    Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`),
  );
}
