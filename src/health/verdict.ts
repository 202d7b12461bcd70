/** The verdict of the last run of all checks: left by the timer, read by /api/health. */
import { withinTime } from '../concurrency/within-time.ts';
import type { StateStore } from '../ports/state-store.ts';
import { type HealthState, healthRow } from '../state/health-state.ts';
import { readState, writeState } from '../state/typed-row.ts';
import { type Check, statusOf } from './check.ts';

/** A monitor that asks does not wait long. */
export const maxReadMs = 5000;

/** `undefined` where no run has finished yet. */
export function readVerdict(state: Pick<StateStore, 'read'>): Promise<HealthState | undefined> {
  return readState(healthRow, state);
}

/** When this deployment was checked first; `now` when that is not known. */
export async function readSince(state: StateStore, now: Date): Promise<Date> {
  const verdict = await withinTime(readVerdict(state), maxReadMs).catch(() => undefined);
  return verdict?.since ?? now;
}

export async function writeVerdict(
  checks: readonly Check[],
  times: Pick<HealthState, 'checkedAt' | 'dueBy' | 'since'>,
  state: StateStore,
): Promise<void> {
  const failed = checks.filter((check) => check.state === 'fail').map(({ name }) => name);
  await writeState(healthRow, { ...times, status: statusOf(checks), failed }, state);
}
