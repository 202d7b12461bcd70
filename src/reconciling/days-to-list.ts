/** Of which UTC days a full reconcile keeps Graph's whole list: a pure rule. */
import { utcDay } from '../model/day-window.ts';
import { dayMs } from '../model/durations.ts';
import { sealAges } from '../proof/seal-schedule.ts';
import type { SealingState } from '../state/sealing-state.ts';

/**
 * Those that are due for sealing on the day on which the run began, and those that sealing asks for. Before the first
 * seal, all of them: it takes in every day of the archive.
 */
export function keepsListOf(
  day: string,
  startedAt: string,
  sealing: Pick<SealingState, 'wantsLists'> | undefined,
): boolean {
  const age = (Date.parse(utcDay(new Date(startedAt))) - Date.parse(day)) / dayMs;
  if (!sealing || sealAges.some((due) => due === age)) return true;
  return sealing.wantsLists.some(({ from, to }) => from <= day && day <= to);
}
