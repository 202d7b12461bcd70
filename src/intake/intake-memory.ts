/**
 * Leaves in `ArchiveState` when notifications were last taken, left out, or not stored, for health to tell "Graph sent
 * nothing" from "we failed". Costs an instance one write in minutes, and never holds an answer to Graph.
 */
import { formatError } from '../errors.ts';
import { type IntakeOutcome, intakeRows } from '../model/intake-state.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import type { StateStore } from '../ports/state-store.ts';

/** Returns at once. */
export type RememberOutcome = (outcome: IntakeOutcome, reason?: string) => void;

/** A row is not written again for so long. */
const pauseMs = 5 * 60_000;

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
    const facts = { at: at.toISOString(), ...(reason !== undefined && { reason }) };
    state.write(intakeRows[outcome], facts).catch((error) => {
      note('intake.memory-failed', { outcome, error: formatError(error) });
    });
  };
}
