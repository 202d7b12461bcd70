/** The verdict of the last run of all checks: one row of `ArchiveState`, and the only thing that /api/health reads. */

import { withinTime } from '../concurrency/within-time.ts';
import type { StateFacts, StateStore } from '../ports/state-store.ts';
import type { Check } from './check.ts';
import { statusOf } from './check.ts';

const rowName = 'health';
/** Who asks gives up soon. */
export const longestReadMs = 5000;

export interface Verdict {
  status: 'ok' | 'at-risk';
  checkedAt: Date;
  /** There must be a newer verdict by then. */
  dueBy: Date;
  /** When this deployment was checked first. */
  since: Date;
}

/** `undefined` where no run has come to its end yet. */
export async function readVerdict(state: StateStore): Promise<Verdict | undefined> {
  const row = await state.read(rowName);
  return row && parseVerdict(row);
}

/** When this deployment was checked first; `now` where nobody knows. */
export async function readSince(state: StateStore, now: Date): Promise<Date> {
  const verdict = await withinTime(readVerdict(state), longestReadMs).catch(() => undefined);
  return verdict?.since ?? now;
}

export async function writeVerdict(
  checks: readonly Check[],
  { checkedAt, dueBy, since }: Omit<Verdict, 'status'>,
  state: StateStore,
): Promise<void> {
  const failed = checks.filter((check) => check.state === 'fail').map(({ name }) => name);
  await state.write(rowName, {
    status: statusOf(checks),
    failed: failed.join(','),
    checked_at: checkedAt.toISOString(),
    due_by: dueBy.toISOString(),
    since: since.toISOString(),
  });
}

/** A row that nobody can read is no verdict, and no comfort: its time is over. */
function parseVerdict(row: StateFacts): Verdict {
  const time = (name: string) => new Date(Date.parse(row[name] ?? '') || 0);
  return {
    status: row['status'] === 'ok' ? 'ok' : 'at-risk',
    checkedAt: time('checked_at'),
    dueBy: time('due_by'),
    since: time('since'),
  };
}
