/**
 * Leaves in `ArchiveState` when notifications were last taken, left out, or not stored, for health to tell "Graph sent
 * nothing" from "we failed". Costs an instance one write in minutes, and never delays an answer to Graph.
 */
import { formatError } from '../errors.ts';
import { minuteMs } from '../model/durations.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { StateStore } from '../ports/state-store.ts';
import { type IntakeOutcome, intakeRow } from '../state/intake-state.ts';
import { writeState } from '../state/typed-row.ts';

/** Returns at once. */
export type RememberOutcome = (outcome: IntakeOutcome, reason?: string) => void;

/** A row is not written again before this. */
const pauseMs = 5 * minuteMs;

export interface IntakeMemoryTools {
  state: StateStore;
  note: NoteEvent;
  now(): Date;
}

export function makeIntakeMemory({ state, note, now }: IntakeMemoryTools): RememberOutcome {
  const writtenAt = new Map<IntakeOutcome, number>();
  return (outcome, reason) => {
    const at = now();
    const last = writtenAt.get(outcome);
    if (last !== undefined && Math.abs(at.getTime() - last) < pauseMs) return;
    writtenAt.set(outcome, at.getTime());
    writeState(intakeRow(outcome), { at, reason }, state).catch((error) => {
      note('intake.memory-failed', { outcome, error: formatError(error) });
    });
  };
}
